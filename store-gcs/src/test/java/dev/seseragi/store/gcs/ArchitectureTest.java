package dev.seseragi.store.gcs;

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
          .importPackages("dev.seseragi.store.gcs");

  @Test
  void theStoreKnowsTheContractAndItsLibrariesAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.net.ssl..",
            "org.jspecify..",
            "com.google.auth..",
            "com.google.gson..",
            "dev.seseragi.store..")
        .check(STORE);
  }

  @Test
  void onlyTheLoginKnowsTheLoginLibrary() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.GoogleLogin(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.auth..")
        .check(STORE);
  }
}
