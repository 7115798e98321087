package dev.seseragi.bench;

import dev.seseragi.bench.process.Program;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where scenarios are run, and with what. Used by one thread.
 *
 * <p>Everything lies in one scratch folder, which {@link #close} and the end of the JVM remove.
 */
public final class Lab implements AutoCloseable {
  private final Path scratch;
  private final Program ours;
  private final Optional<Program> reference;
  private final boolean isQuick;
  private final Consumer<String> progress;
  private int folders;

  /**
   * A lab.
   *
   * @param scratch an empty folder
   * @param isQuick whether small sizes, short times and few rounds will do
   */
  public Lab(
      Path scratch,
      Program ours,
      Optional<Program> reference,
      boolean isQuick,
      Consumer<String> progress) {
    this.scratch = scratch;
    this.ours = ours;
    this.reference = reference;
    this.isQuick = isQuick;
    this.progress = progress;
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::clear));
  }

  /** A run that is interrupted leaves nothing behind: its databases are large. */
  private void clear() {
    try {
      delete(scratch);
    } catch (IOException e) {
      System.err.println("bench: cannot remove " + scratch + ": " + e.getMessage());
    }
  }

  /** Seseragi. */
  public Program ours() {
    return ours;
  }

  /** What it is compared with. */
  public Optional<Program> reference() {
    return reference;
  }

  /** Both, or Seseragi alone. */
  public List<Program> programs() {
    List<Program> programs = new ArrayList<>(List.of(ours));
    reference.ifPresent(programs::add);
    return programs;
  }

  /**
   * The same, by turns one or the other first: whoever comes later in a round finds the machine
   * warmer, and its caches fuller.
   */
  public List<Program> programs(int round) {
    return round % 2 == 1 ? programs() : programs().reversed();
  }

  /** One of two values. */
  public <T> T quickOr(T quick, T thorough) {
    return isQuick ? quick : thorough;
  }

  /** A new, empty folder. */
  public Path folder(String name) throws IOException {
    folders++;
    return Files.createDirectories(scratch.resolve("%03d-%s".formatted(folders, name)));
  }

  /** The folder for the programs' output. */
  public Path logs() {
    return ours.logs();
  }

  /** Removes a folder that is not needed any more, and lets the disk come to rest. */
  public void discard(Path folder) throws IOException, InterruptedException {
    delete(folder);
    settleDisk();
  }

  /** Writes everything to the disk, so that the next measurement does not pay for the last one. */
  public void settleDisk() throws IOException, InterruptedException {
    new ProcessBuilder("sync").inheritIO().start().waitFor();
  }

  /** Tells the person who waits what is done now. */
  public void say(String line) {
    progress.accept("  … " + line);
  }

  /** Shows a text that stands by itself, beside the table of figures. */
  public void show(String text) {
    progress.accept("");
    text.lines().forEach(progress);
    progress.accept("");
  }

  @Override
  public void close() throws IOException {
    delete(scratch);
  }

  /** Deletes a folder and all that is in it. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path empty, IOException e) throws IOException {
            Files.deleteIfExists(empty);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
