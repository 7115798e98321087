package dev.seseragi.apps.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.testkit.time.Await;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LogLinesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final LogLines lines =
      new LogLines(out, () -> Instant.parse("2026-11-21T07:48:25.123456Z"));

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aMessageIsOneObjectAtOnce() {
    lines.write("INFO", "two\nlines", null);
    assertThat(text())
        .isEqualTo(
            "{\"time\":\"2026-11-21T07:48:25.123Z\",\"level\":\"INFO\",\"msg\":\"two\\nlines\"}\n");
  }

  @Test
  void linesThatMayWaitComeSoonAndInOrder() throws Exception {
    lines.writeSoon(lines.begin("INFO", "first").endObject());
    Await.until("it is written", Duration.ofSeconds(20), () -> text().contains("first"));
    lines.writeSoon(lines.begin("INFO", "second").endObject());
    lines.write("WARN", "third", new IllegalStateException("why"));
    assertThat(text().lines().toList()).hasSize(3);
    assertThat(text().indexOf("second")).isLessThan(text().indexOf("third"));
    assertThat(text()).contains("\"error\":\"java.lang.IllegalStateException: why\\n");
  }

  @Test
  void noLineIsLostOrTornWhenThereAreMany() {
    for (int i = 0; i < 5_000; i++) {
      lines.writeSoon(lines.begin("INFO", "n" + i + " " + "x".repeat(i % 100)).endObject());
    }
    lines.write("INFO", "y".repeat(100_000), null);
    assertThat(text().lines().filter(line -> line.endsWith("\"}"))).hasSize(5_001);
    assertThat(text().lines()).hasSize(5_001);
  }
}
