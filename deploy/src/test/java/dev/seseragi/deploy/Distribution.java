package dev.seseragi.deploy;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The zip of the command. */
final class Distribution {
  private Distribution() {}

  /** Where the build has put it; skips the test where it has not. */
  static Path zip() throws IOException {
    Path target = Shell.root().resolve("deploy/dist/target");
    Optional<Path> zip = Optional.empty();
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        zip = files.filter(file -> file.toString().endsWith(".zip")).findFirst();
      }
    }
    if (zip.isEmpty()) {
      Shell.skip("no distribution: run ./mvnw verify, or package, and not test");
    }
    return zip.orElseGet(() -> abort("no distribution"));
  }
}
