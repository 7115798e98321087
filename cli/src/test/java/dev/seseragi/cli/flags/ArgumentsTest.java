package dev.seseragi.cli.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  private static final Flag ONCE = Flag.toggle("once", "");
  private static final Flag CONFIG = Flag.text("config", "PATH", "");
  private static final Flag COUNT = Flag.number("count", "");
  private static final Flag INTERVAL = Flag.duration("interval", "");
  private static final List<Flag> FLAGS = List.of(ONCE, CONFIG, COUNT, INTERVAL);

  private static Arguments parse(String... words) {
    return Arguments.parse(FLAGS, List.of(words));
  }

  @Test
  void aValueFollowsOrIsAttachedBehindOneDashOrTwo() {
    assertThat(parse("-config", "a").text(CONFIG)).contains("a");
    assertThat(parse("--config", "a").text(CONFIG)).contains("a");
    assertThat(parse("-config=a=b").text(CONFIG)).contains("a=b");
    assertThat(parse("--config=a").text(CONFIG)).contains("a");
    assertThat(parse("-count", "3").number(COUNT)).contains(3);
    assertThat(parse("-interval=1h30m").duration(INTERVAL)).contains(Duration.ofMinutes(90));
  }

  @Test
  void aValueMayBeginWithADashOrBeEmpty() {
    assertThat(parse("-config", "-once").text(CONFIG)).contains("-once");
    assertThat(parse("-config", "-once").isOn(ONCE)).isFalse();
    assertThat(parse("-config=").text(CONFIG)).isEmpty();
  }

  @Test
  void aSwitchNeverTakesTheWordBehindIt() {
    Arguments arguments = parse("-once", "false");

    assertThat(arguments.isOn(ONCE)).isTrue();
    assertThat(arguments.positionals()).containsExactly("false");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "T,true", "1,true", "false,false", "F,false", "0,false", "FALSE,false"})
  void aSwitchTakesAnAttachedValue(String value, boolean isOn) {
    assertThat(parse("-once=" + value).isOn(ONCE)).isEqualTo(isOn);
  }

  @Test
  void theLastOfSeveralCounts() {
    assertThat(parse("-once", "-once=false").isOn(ONCE)).isFalse();
    assertThat(parse("-config", "a", "--config=b").text(CONFIG)).contains("b");
  }

  @Test
  void flagsEndAtTheFirstWordWithoutADashAndBehindTwoDashes() {
    assertThat(parse("-once", "a", "-config", "b").positionals())
        .containsExactly("a", "-config", "b");
    assertThat(parse("--", "-once").positionals()).containsExactly("-once");
    assertThat(parse("-", "-once").positionals()).containsExactly("-", "-once");
    assertThat(parse().positionals()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "-help", "--help", "--h"})
  void helpIsAskedFor(String word) {
    assertThat(parse(word).wantsHelp()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-unknown|flag provided but not defined: -unknown",
        "--unknown=1|flag provided but not defined: -unknown",
        "-config|flag needs an argument: -config",
        "-once=maybe|invalid boolean value \"maybe\" for -once: parse error",
        "-count=x|invalid value \"x\" for flag -count: parse error",
        "-interval=5|invalid value \"5\" for flag -interval: parse error",
        "---once|bad flag syntax: ---once",
        "-=1|bad flag syntax: -=1",
      })
  void whatIsWrongIsSaidInGosWords(String word, String message) {
    assertThatThrownBy(() -> parse(word)).isInstanceOf(FlagException.class).hasMessage(message);
  }
}
