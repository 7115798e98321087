package dev.seseragi.apps.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  private static @Nullable Object read(String text) throws JsonException {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 300)
  void everyTextComesBack(@ForAll String text) throws JsonException {
    byte[] json = new JsonWriter().value(text).toBytes();
    assertThat(Json.read(json)).isEqualTo(text);
  }

  @Property(tries = 100)
  void numbersComeBack(@ForAll long number) throws JsonException {
    byte[] json = new JsonWriter().value(number).toBytes();
    assertThat(((JsonNumber) Objects.requireNonNull(Json.read(json))).whole()).hasValue(number);
  }

  @Test
  void anythingThatIsWrittenIsReadAgain() throws JsonException {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("list", Arrays.asList("a", null, true, List.of(), Map.of()));
    value.put("text", "山田 😀\u0001\"\\");
    byte[] json = new JsonWriter().any(value).toBytes();
    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo("{\"list\":[\"a\",null,true,[],{}],\"text\":\"山田 😀\\u0001\\\"\\\\\"}");
    assertThat(Json.read(json)).isEqualTo(value);
  }

  @Test
  void aLongTextIsGivenAwayInParts() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonWriter json = new JsonWriter().beginList();
    for (int i = 0; i < 1000; i++) {
      json.value("é".repeat(i % 40));
      json.drainTo(out);
      assertThat(json.length()).isZero();
    }
    json.endList().drainTo(out);
    assertThat((List<?>) Json.read(out.toByteArray())).hasSize(1000);
  }

  @Test
  void onlyIntegersAreWhole() {
    assertThat(new JsonNumber("-12").whole()).hasValue(-12);
    for (String other : new String[] {"1.0", "1e3", "1E3", "9223372036854775808"}) {
      assertThat(new JsonNumber(other).whole()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "01",
        "+1",
        "1 2",
        "nul",
        "NaN",
        "TRUE",
        "\"\u0001\"",
        "// x\n1",
        "\"\\x\"",
        "[1;2]"
      })
  void whatBreaksTheRulesIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void theNestingIsBounded() throws JsonException {
    assertThat(read("[".repeat(60) + "]".repeat(60))).isInstanceOf(ArrayList.class);
    assertThatThrownBy(() -> read("[".repeat(70) + "]".repeat(70)))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void malformedUtf8IsRefused() {
    for (byte[] bytes :
        new byte[][] {{'"', (byte) 0xff, '"'}, {'"', (byte) 0xc0, (byte) 0x80, '"'}}) {
      assertThatThrownBy(() -> Json.read(bytes)).hasMessage("it is not UTF-8");
    }
  }
}
