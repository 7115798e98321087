package dev.seseragi.cli;

import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.store.StoreProvider;
import java.util.List;
import java.util.ServiceLoader;

/** The program's entry. */
public final class Main {
  /** Set by the launcher, which can ask whether stderr is a terminal; Java cannot. */
  private static final String TERMINAL_PROPERTY = "seseragi.terminal";

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] words) {
    Surroundings surroundings =
        Surroundings.ofProcess(
            Boolean.getBoolean(TERMINAL_PROPERTY), ServiceLoader.load(StoreProvider.class));
    System.exit(new Cli(new Commands(), surroundings).run(List.of(words)));
  }
}
