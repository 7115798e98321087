package dev.seseragi.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OneJarTest {
  @TempDir Path folder;

  private String jar(String name, boolean isMultiRelease, Map<String, String> entries)
      throws IOException {
    Path file = folder.resolve(name);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (isMultiRelease) {
      manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file.toString();
  }

  private Map<String, String> merged(String... jars) throws IOException {
    String[] args = new String[jars.length + 1];
    args[0] = folder.resolve("one.jar").toString();
    System.arraycopy(jars, 0, args, 1, jars.length);
    OneJar.main(args);
    Map<String, String> entries = new TreeMap<>();
    try (JarFile jar = new JarFile(args[0])) {
      for (var entry : jar.stream().toList()) {
        entries.put(
            entry.getName(),
            new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    entries.remove(JarFile.MANIFEST_NAME);
    return entries;
  }

  @Test
  void theFirstOfSeveralWinsAndServicesAreAllThere() throws Exception {
    String first = jar("a.jar", false, Map.of("x/A.class", "a", "META-INF/services/S", "x.A"));
    String second =
        jar("b.jar", false, Map.of("x/A.class", "b", "x/B", "b", "META-INF/services/S", "x.B"));
    assertThat(merged(first, second))
        .isEqualTo(Map.of("x/A.class", "a", "x/B", "b", "META-INF/services/S", "x.A\nx.B"));
  }

  @Test
  void theNewestVersionThatFitsIsTaken() throws Exception {
    Map<String, String> entries =
        Map.of(
            "x/A.class", "8",
            "META-INF/versions/9/x/A.class", "9",
            "META-INF/versions/21/x/A.class", "21",
            "META-INF/versions/11/x/B.class", "11",
            "META-INF/versions/99/x/A.class", "99");
    assertThat(merged(jar("a.jar", true, entries)))
        .isEqualTo(Map.of("x/A.class", "21", "x/B.class", "11"));
    assertThat(merged(jar("b.jar", false, entries))).isEqualTo(Map.of("x/A.class", "8"));
  }

  @Test
  void theTermsOfAllAreThereEachOnce() throws Exception {
    String first =
        jar("a.jar", false, Map.of("META-INF/LICENSE.txt", "one", "META-INF/NOTICE", "a"));
    String second = jar("b.jar", false, Map.of("META-INF/LICENSE.txt", "two"));
    String third = jar("c.jar", false, Map.of("META-INF/LICENSE.txt", "one"));
    assertThat(merged(first, second, third))
        .isEqualTo(Map.of("META-INF/LICENSE.txt", "one\ntwo", "META-INF/NOTICE", "a"));
  }

  @Test
  void whatIsNotWantedIsLeftOut() throws Exception {
    String jar = jar("a.jar", false, Map.of("x/native/Mac/a.so", "a", "x/nativeA.class", "b"));
    String target = folder.resolve("one.jar").toString();
    OneJar.main(new String[] {"-without", "x/native/", target, jar});
    try (JarFile made = new JarFile(target)) {
      assertThat(made.stream().map(ZipEntry::getName))
          .containsExactly(JarFile.MANIFEST_NAME, "x/nativeA.class");
    }
  }

  /** The time of an entry is of two seconds, so that a moment would not show: it is looked at. */
  @Test
  void nothingTellsWhenItWasMade() throws Exception {
    var _ = merged(jar("a.jar", false, Map.of("x/A.class", "a")));
    try (JarFile made = new JarFile(folder.resolve("one.jar").toFile())) {
      assertThat(made.stream().map(entry -> entry.getTimeLocal().getYear())).containsOnly(1980);
    }
  }

  @Test
  void whatIsOfTheSingleJarsIsLeftOut() throws Exception {
    Map<String, String> entries =
        Map.of(
            "META-INF/X.SF", "signature",
            "META-INF/X.RSA", "signature",
            "META-INF/maven/g/a/pom.xml", "<project/>",
            "META-INF/maven/g/a/pom.properties", "version=1",
            "module-info.class", "module",
            "META-INF/LICENSE", "terms");
    assertThat(merged(jar("a.jar", false, entries)))
        .isEqualTo(
            Map.of("META-INF/LICENSE", "terms", "META-INF/maven/g/a/pom.properties", "version=1"));
  }
}
