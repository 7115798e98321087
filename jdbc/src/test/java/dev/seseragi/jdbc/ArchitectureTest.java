package dev.seseragi.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The structure that the packages' pages describe, held by a machine. */
final class ArchitectureTest {
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.seseragi.jdbc");

  @Test
  void thePoolKnowsNothingOfReplication() {
    noClasses()
        .that()
        .resideInAPackage("dev.seseragi.jdbc.pool..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.seseragi.jdbc", "dev.seseragi.engine..", "dev.seseragi.store..")
        .check(SHIPPED);
  }

  @Test
  void nothingElseIsNeededThanTheEngineTheStoreAndTheDriver() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.seseragi..", "java..", "javax.sql..", "org.sqlite..", "org.jspecify..")
        .check(SHIPPED);
  }

  @Test
  void nothingSleeps() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", Duration.class)
        .check(SHIPPED);
  }
}
