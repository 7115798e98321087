package dev.seseragi.cli.replicate;

import dev.seseragi.cli.command.CommandException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command into words as a shell would, without being one: blanks separate, quotes and
 * backslashes protect, nothing is expanded.
 */
public final class CommandWords {
  private static final String OPERATORS = "|&;<>()`";

  private final String command;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean isInWord;

  private CommandWords(String command) {
    this.command = command;
  }

  /**
   * The words of a command.
   *
   * @throws CommandException if a quote is not closed, there is no word, or something stands there
   *     that only a shell can do
   */
  public static List<String> split(String command) {
    return new CommandWords(command).split();
  }

  private List<String> split() {
    int position = 0;
    while (position < command.length()) {
      char c = command.charAt(position);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> endWord();
        case '\'' -> position = singleQuoted(position);
        case '"' -> position = doubleQuoted(position);
        case '\\' -> add(charAt(++position));
        default -> {
          if (OPERATORS.indexOf(c) >= 0) {
            throw new CommandException(
                "cannot run \"%s\": there is no shell that would understand %c"
                    .formatted(command, c),
                "sh -c '…', or quote it");
          }
          add(c);
        }
      }
      position++;
    }
    endWord();
    if (words.isEmpty()) {
      throw new CommandException("there is no command to run: it is empty");
    }
    return words;
  }

  private int singleQuoted(int open) {
    int close = command.indexOf('\'', open + 1);
    if (close < 0) {
      throw unclosed('\'');
    }
    word.append(command, open + 1, close);
    isInWord = true;
    return close;
  }

  /** Within double quotes a backslash protects only what it can protect there. */
  private int doubleQuoted(int open) {
    isInWord = true;
    int position = open + 1;
    while (position < command.length() && command.charAt(position) != '"') {
      boolean isEscape =
          command.charAt(position) == '\\'
              && position + 1 < command.length()
              && "\\\"$`".indexOf(command.charAt(position + 1)) >= 0;
      position += isEscape ? 1 : 0;
      word.append(command.charAt(position));
      position++;
    }
    if (position >= command.length()) {
      throw unclosed('"');
    }
    return position;
  }

  private CommandException unclosed(char quote) {
    return new CommandException(
        "cannot run \"%s\": the quote %c is not closed".formatted(command, quote));
  }

  private char charAt(int position) {
    if (position >= command.length()) {
      throw new CommandException(
          "cannot run \"%s\": nothing stands behind the last backslash".formatted(command));
    }
    return command.charAt(position);
  }

  private void add(char c) {
    word.append(c);
    isInWord = true;
  }

  private void endWord() {
    if (isInWord) {
      words.add(word.toString());
      word.setLength(0);
      isInWord = false;
    }
  }
}
