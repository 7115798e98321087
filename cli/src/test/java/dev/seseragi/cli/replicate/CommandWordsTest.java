package dev.seseragi.cli.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.cli.command.CommandException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandWordsTest {
  private static List<String> split(String command) {
    return CommandWords.split(command);
  }

  @Test
  void blanksSeparateAndQuotesProtect() {
    assertThat(split("  myapp -p   8080\t-x\n")).containsExactly("myapp", "-p", "8080", "-x");
    assertThat(split("sh -c 'a; b | c' \"d e\"")).containsExactly("sh", "-c", "a; b | c", "d e");
    assertThat(split("a'b c'\"d e\"f")).containsExactly("ab cd ef");
    assertThat(split("x '' \"\"")).containsExactly("x", "", "");
  }

  @Test
  void backslashesProtectTheNextCharacter() {
    assertThat(split("a\\ b \\\"c \\\\")).containsExactly("a b", "\"c", "\\");
    assertThat(split("\"a\\\"b\\\\c\\n\\$d\"")).containsExactly("a\"b\\c\\n$d");
    assertThat(split("'a\\b'")).containsExactly("a\\b");
  }

  @Test
  void nothingIsExpanded() {
    assertThat(split("echo $HOME ~ *")).containsExactly("echo", "$HOME", "~", "*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '^',
      value = {
        "a | b!cannot run \"a | b\": there is no shell that would understand |",
        "a && b!cannot run \"a && b\": there is no shell that would understand &",
        "a > b!cannot run \"a > b\": there is no shell that would understand >",
        "a 'b!cannot run \"a 'b\": the quote ' is not closed",
        "a \"b!cannot run \"a \"b\": the quote \" is not closed",
        "a \\!cannot run \"a \\\": nothing stands behind the last backslash",
      })
  void whatOnlyAShellUnderstandsIsRefused(String command, String message) {
    assertThatThrownBy(() -> split(command))
        .isInstanceOf(CommandException.class)
        .hasMessage(message);
  }

  @Test
  void thereMustBeAWord() {
    assertThatThrownBy(() -> split(" \t")).hasMessage("there is no command to run: it is empty");
  }
}
