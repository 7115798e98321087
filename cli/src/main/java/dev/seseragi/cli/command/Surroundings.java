package dev.seseragi.cli.command;

import dev.seseragi.store.StoreProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Everything of the outside that a command touches.
 *
 * @param environment the process's variables
 * @param workingFolder what relative paths are relative to; absolute
 * @param in where {@code -config -} is read from
 * @param out results, and logs unless they are sent to {@code err}
 * @param err errors and progress
 * @param isTerminal whether a person looks at {@code err}, so that a progress bar makes sense
 * @param clock the time
 * @param stores the kinds of store besides directories
 */
public record Surroundings(
    Map<String, String> environment,
    Path workingFolder,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean isTerminal,
    InstantSource clock,
    Iterable<StoreProvider> stores) {

  /** Those of this process. */
  public static Surroundings ofProcess(boolean isTerminal, Iterable<StoreProvider> stores) {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        System.in,
        streamTo(FileDescriptor.out),
        streamTo(FileDescriptor.err),
        isTerminal,
        InstantSource.system(),
        stores);
  }

  /** Unbuffered, so that each text is one write, and UTF-8 whatever the locale says. */
  private static PrintStream streamTo(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
