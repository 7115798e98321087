package dev.seseragi.store.azure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void openingAStoreLoadsNothingOfTheClient(@TempDir Path folder) throws Exception {
    Path loaded = folder.resolve("loaded");
    try (ChildProcess process =
        ChildJvm.running(OpenedStore.class)
            .withJvmOptions("-Xlog:class+load:file=" + loaded)
            .start()) {
      assertThat(process.awaitExit(Duration.ofSeconds(30))).as(process::errorOutput).isZero();
    }

    assertThat(Files.readString(loaded))
        .contains("dev.seseragi.store.azure.AzureStore ")
        .doesNotContain(" com.azure.");
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
