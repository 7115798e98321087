package dev.seseragi.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @Test
  void columnsAreAlignedWithTwoBlanksAtLeastAndNoneBehindTheLast() {
    Table table = new Table("path", "replica").row("/data/shop.db", "file").row("/a", "s3");

    assertThat(table)
        .hasToString("path           replica\n/data/shop.db  file\n/a             s3\n");
  }

  @Test
  void jsonIsIndentedByTwoBlanksOrOnOneLine() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("path", "/a \"b\" \\ \n\u0001");
    row.put("size", 12L);
    row.put("ok", true);
    row.put("none", List.of());

    assertThat(Json.pretty(List.of(row)))
        .isEqualTo(
            """
            [
              {
                "path": "/a \\"b\\" \\\\ \\n\\u0001",
                "size": 12,
                "ok": true,
                "none": []
              }
            ]\
            """);
    assertThat(Json.compact(List.of(row, Map.of())))
        .isEqualTo(
            "[{\"path\":\"/a \\\"b\\\" \\\\ \\n\\u0001\",\"size\":12,\"ok\":true,\"none\":[]},{}]");
  }

  @Test
  void halfASurrogatePairIsEscapedAndAWholeOneIsNot() {
    assertThat(Json.compact("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
    assertThat(Json.compact("\ud83d")).isEqualTo("\"\\ud83d\"");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "9,9 B",
    "83,83 B",
    "999,999 B",
    "1000,1.0 kB",
    "4120,4.1 kB",
    "9949,9.9 kB",
    "9950,10 kB",
    "16512,17 kB",
    "82000000,82 MB",
    "1000000000,1.0 GB",
    "9223372036854775807,9.2 EB",
  })
  void sizesAreForPeople(long bytes, String text) {
    assertThat(Sizes.human(bytes)).isEqualTo(text);
  }

  @Test
  void timesAreUtc() {
    Instant time = Instant.parse("2026-01-02T03:04:05.0678Z");

    assertThat(Times.seconds(time)).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(Times.millis(time)).isEqualTo("2026-01-02T03:04:05.067Z");
    assertThat(Times.millis(Instant.parse("2026-11-21T13:14:15Z")))
        .isEqualTo("2026-11-21T13:14:15.000Z");
  }
}
