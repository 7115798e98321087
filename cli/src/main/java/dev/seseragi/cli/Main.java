package dev.seseragi.cli;

import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.store.StoreProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
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
        new Surroundings(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            System.in,
            streamTo(FileDescriptor.out),
            streamTo(FileDescriptor.err),
            Boolean.getBoolean(TERMINAL_PROPERTY),
            InstantSource.system(),
            ServiceLoader.load(StoreProvider.class));
    System.exit(new Cli(new Commands(), surroundings).run(List.of(words)));
  }

  /** Unbuffered, so that each text is one write, and UTF-8 whatever the locale says. */
  private static PrintStream streamTo(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
