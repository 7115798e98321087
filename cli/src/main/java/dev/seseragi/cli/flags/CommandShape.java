package dev.seseragi.cli.flags;

import java.util.List;

/**
 * What a command looks like from outside: for its usage, its completion, and to read its flags.
 *
 * @param name its first word
 * @param summary one sentence
 * @param synopses what may stand behind the flags, one form each, such as {@code DB_PATH}; "" for
 *     nothing
 * @param flags in the order of the usage
 * @param footer lines below the flags: examples, exit codes
 */
public record CommandShape(
    String name, String summary, List<String> synopses, List<Flag> flags, List<String> footer) {
  /** Copies the lists. */
  public CommandShape {
    synopses = List.copyOf(synopses);
    flags = List.copyOf(flags);
    footer = List.copyOf(footer);
  }
}
