package dev.seseragi.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("A", "one", "B_2", "two");

  private static Expansion expand(String text) {
    return Expansion.of(text, ENVIRONMENT, 42);
  }

  @ParameterizedTest
  @CsvSource({
    "$A,one",
    "x$A-y,xone-y",
    "${A}b,oneb",
    "${B_2}/$B_2,two/two",
    "pid $PID,pid 42",
    "$,$",
    "a$ b,a$ b",
    "'${',''",
    "x${}y,xy",
    "$1x,x",
    "$$A,A",
    "$NONE.,.",
  })
  void expandsAsGoDoes(String text, String expanded) {
    assertThat(expand(text).text()).isEqualTo(expanded);
  }

  @Test
  void whatIsNotSetIsNamedUnlessItStandsInAComment() {
    Expansion expansion = expand("a: $NONE # $COMMENT\n# $OTHER\nb: x#${HASH} $A\n");

    assertThat(expansion.text()).isEqualTo("a:  # \n# \nb: x# one\n");
    assertThat(expansion.unset()).containsExactly("NONE", "HASH");
  }
}
