package dev.seseragi.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses STORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.seseragi.store");

  @Test
  void aStoreKnowsNothingOfWhatIsKeptInIt() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.crypto..",
            "org.jspecify..",
            "dev.seseragi",
            "dev.seseragi.store",
            "dev.seseragi.store.remote",
            "dev.seseragi.store.encryption")
        .check(STORE);
  }

  @Test
  void theContractKnowsNothingOfNetworks() {
    noClasses()
        .that()
        .resideInAPackage("dev.seseragi.store")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.seseragi.store.remote")
        .check(STORE);
  }
}
