package dev.seseragi.store.s3;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.seseragi.store.s3");

  @Test
  void itNeedsTheContractAndTheSdkOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.net.ssl",
            "org.jspecify..",
            "dev.seseragi",
            "dev.seseragi.store",
            "dev.seseragi.store.remote",
            "dev.seseragi.store.s3",
            "software.amazon.awssdk..")
        .check(OURS);
  }

  @Test
  void theProviderIsAllThatOthersSee() {
    assertThat(OURS.stream().filter(it -> it.getModifiers().contains(JavaModifier.PUBLIC)))
        .extracting(it -> it.getSimpleName())
        .contains("S3StoreProvider")
        .doesNotContain("S3Store", "S3Settings");
  }
}
