package dev.seseragi.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The structure that docs/architecture.md describes, held by a machine. */
final class ArchitectureTest {
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("testkit"))
          .importPackages("dev.seseragi");

  @Test
  void modulesDependInOneDirection() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.seseragi.ltx..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.seseragi.store..", "dev.seseragi.engine..", "dev.seseragi.cli.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.seseragi.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.seseragi.engine..", "dev.seseragi.cli.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.seseragi.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.seseragi.cli.."));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("dev.seseragi.engine.(*)..").should().beFreeOfCycles());
    check(slices().matching("dev.seseragi.cli.(*)..").should().beFreeOfCycles());
  }

  @Test
  void theEngineNeedsTheJdkAndTheSqliteDriverOnly() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.seseragi.engine..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "dev.seseragi",
                "dev.seseragi.ltx..",
                "dev.seseragi.store..",
                "dev.seseragi.engine..",
                "java..",
                "org.sqlite..",
                "org.jspecify..",
                // Its frames are what Litestream 0.3 wrote.
                "net.jpountz.."));
  }

  @Test
  void nothingShippedSleeps() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.seseragi..")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", Duration.class));
  }

  private static void check(ArchRule rule) {
    rule.check(SHIPPED);
  }
}
