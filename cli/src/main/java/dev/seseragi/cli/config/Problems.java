package dev.seseragi.cli.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, and what in it has no effect. Not thread-safe. */
final class Problems {
  private final String file;
  private final List<String> errors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  /**
   * Remembers an error.
   *
   * @param field the key with all its parents, such as {@code dbs[/x.db].replica.sync-interval}
   */
  void error(int line, String field, String reason) {
    errors.add(at(line, field) + reason);
  }

  /** Remembers that something is accepted, and why it has no effect. */
  void note(int line, String field, String reason) {
    notes.add(at(line, field) + reason);
  }

  /** Remembers something that belongs to no line. */
  void note(String text) {
    notes.add(file + ": " + text);
  }

  private String at(int line, String field) {
    return file + ":" + line + ": " + (field.isEmpty() ? "" : field + ": ");
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  void raise() {
    if (!errors.isEmpty()) {
      throw new ConfigurationException(errors);
    }
  }
}
