package dev.seseragi.store.azure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses AZURE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.seseragi.store.azure");

  @Test
  void aStoreKnowsNothingOfWhatIsKeptInIt() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.net.ssl",
            "org.jspecify..",
            "com.azure..",
            "reactor.core.publisher",
            "dev.seseragi",
            "dev.seseragi.store",
            "dev.seseragi.store.remote",
            "dev.seseragi.store.azure")
        .check(AZURE);
  }

  @Test
  void readingTheConfigurationLoadsNothingOfTheClient() {
    noClasses()
        .that()
        .haveSimpleNameStartingWith("AzureSettings")
        .or()
        .haveSimpleName("AzureStoreProvider")
        .or()
        .haveSimpleNameStartingWith("TokenSource")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.azure..")
        .check(AZURE);
  }
}
