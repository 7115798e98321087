package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip of the command: unpacked to a folder with blanks and letters beyond ASCII, and run. */
final class DistributionTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("JAVA_HOME", System.getProperty("java.home"), "LC_ALL", "C.UTF-8");

  @TempDir Path folder;

  private Path home = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    home = unpack(Distribution.zip(), folder.resolve("ein Ordner せせらぎ"));
  }

  private static Path unpack(Path zip, Path into) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Path path = into.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        try (InputStream content = file.getInputStream(entry)) {
          Files.copy(content, path);
        }
      }
    }
    try (Stream<Path> roots = Files.list(into)) {
      Path home = roots.findFirst().orElseThrow();
      assertThat(home.resolve("bin/seseragi").toFile().setExecutable(true)).isTrue();
      return home;
    }
  }

  private Shell.Result seseragi(String... words) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/seseragi").toString());
    command.addAll(List.of(words));
    return Shell.run(ENVIRONMENT, command);
  }

  @Test
  void theFirstStartMakesTheArchiveAndItIsUsed() throws Exception {
    assertThat(seseragi("version").orFail().output()).contains("making an archive");
    assertThat(home.resolve("lib/classes-all.jsa")).isNotEmptyFile();
    assertThat(home.resolve("lib/classes-folders.jsa")).isNotEmptyFile();
    Map<String, String> strict = new HashMap<>(ENVIRONMENT);
    // Ends the JVM where it cannot use the archive.
    strict.put("SESERAGI_JAVA_OPTIONS", "-Xshare:on");
    String program = home.resolve("bin/seseragi").toString();
    assertThat(Shell.run(strict, List.of(program, "version")).orFail().output()).hasLineCount(1);

    Path database = folder.resolve("a.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE t(x)");
    }
    String replica = folder.resolve("replica").toUri().toString();
    seseragi("replicate", "-once", database.toString(), replica).orFail();
    seseragi("restore", "-o", folder.resolve("b.db").toString(), replica).orFail();
    assertThat(folder.resolve("b.db")).isNotEmptyFile();
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNoHindrance() throws Exception {
    Files.setPosixFilePermissions(
        home.resolve("lib"), PosixFilePermissions.fromString("r-xr-xr-x"));
    // As somebody without rights, whoever runs this test.
    List<String> command =
        new ArrayList<>(List.of("unshare", "--user", "--map-user=65532", "--map-group=65532"));
    if (Shell.run("unshare", "--user", "--map-user=65532", "true").exitCode() != 0) {
      Shell.skip("this machine lets nobody make user namespaces");
    }
    command.add(home.resolve("bin/seseragi").toString());
    List<String> version = new ArrayList<>(command);
    version.add("version");
    assertThat(Shell.run(ENVIRONMENT, version).orFail().output()).hasLineCount(1);
    command.add("install");
    Shell.Result refused = Shell.run(ENVIRONMENT, command);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("cannot write to", "as its owner");
    try (Stream<Path> archives = Files.list(home.resolve("lib"))) {
      assertThat(archives.filter(file -> file.toString().endsWith(".jsa"))).isEmpty();
    }
    Files.setPosixFilePermissions(
        home.resolve("lib"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void anOlderJavaIsNamed() throws Exception {
    Path old = Files.createDirectories(folder.resolve("old/bin"));
    Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"17.0.2\"\n");
    Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 9\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Shell.Result refused =
        Shell.run(
            Map.of("JAVA_HOME", folder.resolve("old").toString()),
            List.of(home.resolve("bin/seseragi").toString(), "version"));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("needs Java 25 or later and found \"17.0.2\"");
  }
}
