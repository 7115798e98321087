package dev.seseragi.store.sftp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses SFTP =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.seseragi.store.sftp");

  @Test
  void onlyTheTransportKnowsTheSshLibrary() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("SshTransport")
        .and()
        .doNotHaveSimpleName("HostKeys")
        .and()
        .doNotHaveSimpleName("SocketMeter")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.jcraft..")
        .check(SFTP);
  }

  @Test
  void aStoreKnowsNothingOfWhatIsKeptInIt() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "com.jcraft.jsch",
            "dev.seseragi",
            "dev.seseragi.store",
            "dev.seseragi.store.remote",
            "dev.seseragi.store.sftp")
        .check(SFTP);
  }
}
