package dev.seseragi.engine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one descriptor of a database that must never be closed. */
final class DatabaseFileTest {
  @TempDir Path folder;

  @Test
  void anInterruptedThreadReadsAndClosesNothing() throws Exception {
    Path path = folder.resolve("a.db");
    Files.writeString(path, "0123456789");
    DatabaseFile file = DatabaseFile.open(path);
    byte[] read = new byte[6];

    Thread.currentThread().interrupt();
    int count = file.read(6, read, 1, 5);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(count).isEqualTo(4);
    assertThat(new String(read, 1, 4, StandardCharsets.US_ASCII)).isEqualTo("6789");
    assertThat(DatabaseFile.open(path).sizeBytes()).isEqualTo(10);
  }
}
