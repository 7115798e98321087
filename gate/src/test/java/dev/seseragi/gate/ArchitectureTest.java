package dev.seseragi.gate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who uses one form of the gate needs no library of another one. */
final class ArchitectureTest {
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.seseragi.gate");

  private static final String GATE = "dev.seseragi.gate";
  private static final String[] ALWAYS = {
    GATE, "dev.seseragi", "dev.seseragi.engine..", "java..", "org.jspecify.."
  };

  private static void check(String name, String... more) {
    String[] allowed = new String[ALWAYS.length + more.length];
    System.arraycopy(ALWAYS, 0, allowed, 0, ALWAYS.length);
    System.arraycopy(more, 0, allowed, ALWAYS.length, more.length);
    classes()
        .that()
        .resideInAPackage(name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(SHIPPED);
  }

  @Test
  void eachFormNeedsItsOwnLibraryOnly() {
    check(GATE);
    check(GATE + ".jdbc", "dev.seseragi.jdbc..", GATE + ".jdbc");
    check(GATE + ".servlet", "jakarta.servlet..", GATE + ".servlet");
    check(GATE + ".proxy", "io.netty..", GATE + ".proxy");
    check(
        GATE + ".javalin",
        "io.javalin..",
        "org.eclipse.jetty..",
        "kotlin..",
        GATE + ".servlet",
        GATE + ".javalin");
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
