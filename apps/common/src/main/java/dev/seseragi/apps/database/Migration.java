package dev.seseragi.apps.database;

import java.util.List;

/**
 * One step of the schema.
 *
 * @param name unique, and ordered by its leading number, such as {@code 0001_users}
 * @param up statements, run in one transaction
 * @param down what undoes them; empty if nothing does
 */
public record Migration(String name, List<String> up, List<String> down) {
  /** Copies. */
  public Migration {
    up = List.copyOf(up);
    down = List.copyOf(down);
  }

  /** A step that is not undone. */
  public static Migration forward(String name, String... up) {
    return new Migration(name, List.of(up), List.of());
  }
}
