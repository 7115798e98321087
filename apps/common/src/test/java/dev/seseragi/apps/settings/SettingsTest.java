package dev.seseragi.apps.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  @Test
  void whatIsNotSetHasItsDefault() {
    Settings settings = new Settings(Map.of("PATH", "/bin"), "APP_");
    assertThat(settings.text("APP_A")).isEmpty();
    assertThat(settings.text("APP_A", "x")).isEqualTo("x");
    assertThat(settings.number("APP_B", 5, 1, 9)).isEqualTo(5);
    assertThat(settings.millis("APP_C", Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.flag("APP_D", true)).isTrue();
    assertThat(settings.oneOf("APP_E", "b", List.of("a", "b"))).isEqualTo("b");
    assertThatCode(settings::check).doesNotThrowAnyException();
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    Settings settings =
        new Settings(
            Map.of(
                "APP_NUMBER", "10",
                "APP_MILLIS", "1.5",
                "APP_FLAG", "yes",
                "APP_WORD", "c",
                "APP_EMPTY", " ",
                "APP_TYPO", "1",
                "SESERAGI_TYPO", "1",
                "SESERAGI_JAVA_OPTIONS", "-Xmx1g"),
            "APP_");
    assertThat(settings.number("APP_NUMBER", 5, 1, 9)).isEqualTo(5);
    assertThat(settings.millis("APP_MILLIS", Duration.ofMillis(7))).isEqualTo(Duration.ofMillis(7));
    assertThat(settings.flag("APP_FLAG", false)).isFalse();
    assertThat(settings.oneOf("APP_WORD", "a", List.of("a", "b"))).isEqualTo("a");
    assertThat(settings.text("APP_EMPTY")).isEmpty();
    assertThatThrownBy(settings::check)
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            """
            APP_NUMBER: expected a whole number from 1 to 9, found "10"
            APP_MILLIS: expected a whole number from 1 to 3600000, found "1.5"
            APP_FLAG: expected one of true, false, found "yes"
            APP_WORD: expected one of a, b, found "c"
            APP_EMPTY: expected a text, or the variable not set, found " "
            APP_TYPO: unknown variable; known are APP_EMPTY, APP_FLAG, APP_MILLIS, APP_NUMBER, APP_WORD
            SESERAGI_TYPO: unknown variable; known are APP_EMPTY, APP_FLAG, APP_MILLIS, APP_NUMBER, APP_WORD\
            """);
  }

  @Test
  void aSecretIsNotShown() {
    Settings settings = new Settings(Map.of("APP_PIN", "12x"), "APP_");
    assertThat(settings.secret("APP_PIN")).contains("12x");
    settings.wrong("APP_PIN: expected 4 to 12 digits");
    assertThatThrownBy(settings::check).hasMessage("APP_PIN: expected 4 to 12 digits");
  }
}
