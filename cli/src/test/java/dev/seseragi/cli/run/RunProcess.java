package dev.seseragi.cli.run;

import dev.seseragi.cli.Cli;
import dev.seseragi.cli.Commands;
import dev.seseragi.cli.command.Surroundings;
import java.util.List;

/** The command line with stores that are slow. */
final class RunProcess {
  private RunProcess() {}

  /** Runs the words. */
  public static void main(String[] words) {
    Surroundings surroundings = Surroundings.ofProcess(false, List.of(new SlowStores()));
    System.exit(new Cli(new Commands(), surroundings).run(List.of(words)));
  }
}
