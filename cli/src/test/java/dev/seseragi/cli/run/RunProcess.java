package dev.seseragi.cli.run;

import dev.seseragi.cli.Cli;
import dev.seseragi.cli.Commands;
import dev.seseragi.cli.command.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The command line with stores that are slow. */
final class RunProcess {
  private RunProcess() {}

  /** Runs the words. */
  public static void main(String[] words) {
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            System.in,
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            false,
            InstantSource.system(),
            List.of(new SlowStores()));
    System.exit(new Cli(new Commands(), surroundings).run(List.of(words)));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
