package dev.seseragi.ltx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The replicas below {@code fixtures/}, written by genuine Litestream. */
final class Fixtures {
  private static final Path ROOT = Path.of(System.getProperty("seseragi.root"), "fixtures");

  private Fixtures() {}

  /** One LTX file and what genuine Litestream says it holds (JSON, as strings and numbers). */
  record LtxFile(String fixture, String path, Map<?, ?> header) {
    Path file() {
      return ROOT.resolve(fixture).resolve("replica").resolve(path);
    }

    byte[] bytes() {
      try {
        return Files.readAllBytes(file());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String text(String key) {
      return Objects.requireNonNull(header.get(key), key).toString();
    }

    @Override
    public String toString() {
      return fixture + "/" + path;
    }
  }

  /** All fixtures' names. */
  static List<String> names() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("expected.json")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The undamaged LTX files of one fixture. */
  static List<LtxFile> intactFiles(String fixture) {
    Map<?, ?> expected = expected(fixture);
    String damaged = damagedPath(expected);
    return ((List<?>) Objects.requireNonNull(expected.get("files")))
        .stream()
            .map(file -> (Map<?, ?>) file)
            .filter(file -> file.get("header") instanceof Map)
            .map(file ->
                new LtxFile(
                    fixture,
                    Objects.toString(file.get("path")),
                    (Map<?, ?>) Objects.requireNonNull(file.get("header"))))
            .filter(file -> !file.path().equals(damaged))
            .toList();
  }

  /** The LTX file of one fixture whose bytes are damaged, if there is one. */
  static @Nullable LtxFile damagedFile(String fixture) {
    String path = damagedPath(expected(fixture));
    return path == null ? null : new LtxFile(fixture, path, Map.of());
  }

  private static @Nullable String damagedPath(Map<?, ?> expected) {
    return expected.get("damage") instanceof Map<?, ?> damage && damage.get("file") != null
        ? Objects.toString(damage.get("file"))
        : null;
  }

  private static Map<?, ?> expected(String fixture) {
    try {
      String json = Files.readString(ROOT.resolve(fixture).resolve("expected.json"));
      LoadSettings settings = LoadSettings.builder().setCodePointLimit(64 << 20).build();
      return (Map<?, ?>) new Load(settings).loadFromString(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
