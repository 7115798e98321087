package dev.seseragi.engine.proof;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * What is proven about a database, in a file of its local state: for the next process, and for
 * {@code seseragi status}, which asks no process. A cache, like all local state: what is damaged
 * was never written.
 */
public final class ProofNote {
  private static final String FORMAT = "1";

  private final Path file;

  /** The note in a file, which need not exist. */
  public ProofNote(Path file) {
    this.file = file;
  }

  /**
   * What is noted.
   *
   * @param replica which replica it is about
   * @param provenRestorable see {@link Proofs}
   * @param finished when the last proof ended
   * @param outcome how
   * @param problem what was wrong then
   */
  public record Noted(
      String replica,
      Optional<Instant> provenRestorable,
      Instant finished,
      Proof.Outcome outcome,
      Optional<String> problem) {}

  /**
   * Notes what is known after a proof.
   *
   * @throws IOException if that is not possible; nothing depends on it
   */
  public void write(Noted noted) throws IOException {
    Properties lines = new Properties();
    lines.setProperty("format", FORMAT);
    lines.setProperty("replica", noted.replica());
    noted
        .provenRestorable()
        .ifPresent(time -> lines.setProperty("proven-restorable", time.toString()));
    lines.setProperty("finished", noted.finished().toString());
    lines.setProperty("outcome", noted.outcome().word());
    noted.problem().ifPresent(problem -> lines.setProperty("problem", problem));
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (Writer writer = Files.newBufferedWriter(next)) {
      lines.store(writer, null);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What is noted; empty if nothing is. */
  public Optional<Noted> read() {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
      return FORMAT.equals(lines.getProperty("format"))
          ? Optional.of(parse(lines))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException | DateTimeException none) {
      return Optional.empty();
    }
  }

  private static Noted parse(Properties lines) {
    return new Noted(
        lines.getProperty("replica", ""),
        Optional.ofNullable(lines.getProperty("proven-restorable")).map(Instant::parse),
        Instant.parse(lines.getProperty("finished", "")),
        Proof.Outcome.valueOf(lines.getProperty("outcome", "").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(lines.getProperty("problem")));
  }
}
