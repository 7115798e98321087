package dev.seseragi.apps.database;

import dev.seseragi.apps.problem.Problem;
import dev.seseragi.gate.Verdict;
import dev.seseragi.jdbc.BackPressureException;
import dev.seseragi.jdbc.NotWriterException;
import dev.seseragi.jdbc.NotYetDurableException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database could not do what a request needs; the kind says what its sender may rely on. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Vendor codes of docs/jdbc.md and of SQLite. */
  private static final int CLOSED = 90_004;

  private static final int NO_CONNECTION = 90_005;
  private static final int NO_TURN = 90_006;
  private static final int INTERRUPTED = 90_007;
  private static final int SQLITE_BUSY = 5;
  private static final int SQLITE_READONLY = 8;
  private static final int SQLITE_IOERR = 10;
  private static final int SQLITE_FULL = 13;

  private final Kind kind;

  /** What happened. */
  public enum Kind {
    /** Nothing was written: too many are waiting. */
    BUSY,
    /** Committed here, and not confirmed by the store: it may still get there. */
    NOT_DURABLE,
    /** Nothing was written: the store has not confirmed anything for too long. */
    STORE_UNREACHABLE,
    /** Nothing was written: another process is the writer now, or the disk is full or broken. */
    READ_ONLY,
    /** Nothing was written: it is not open yet, or not any more. */
    CLOSED
  }

  StorageException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * What a failure comes to.
   *
   * @throws IllegalStateException if it is a defect of the application, such as wrong SQL
   */
  static StorageException of(SQLException failure) {
    Kind kind =
        switch (failure) {
          case NotYetDurableException e -> Kind.NOT_DURABLE;
          case NotWriterException e -> e.isCommittedHere() ? Kind.NOT_DURABLE : Kind.READ_ONLY;
          case BackPressureException e -> Kind.STORE_UNREACHABLE;
          default ->
              switch (failure.getErrorCode() >= CLOSED
                  ? failure.getErrorCode()
                  : failure.getErrorCode() & 0xff) {
                case NO_CONNECTION, NO_TURN, SQLITE_BUSY -> Kind.BUSY;
                case SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL -> Kind.READ_ONLY;
                case CLOSED, INTERRUPTED -> Kind.CLOSED;
                default ->
                    throw new IllegalStateException(
                        "the database refused a statement: " + failure.getMessage(), failure);
              };
        };
    return new StorageException(kind, String.valueOf(failure.getMessage()), failure);
  }

  /** What a gate comes to that does not open. */
  public static StorageException of(Verdict.Shut shut) {
    Kind kind =
        switch (shut.reason()) {
          case TIMEOUT, OUTAGE -> Kind.NOT_DURABLE;
          case FENCED -> Kind.READ_ONLY;
          case ENDING -> Kind.CLOSED;
        };
    return new StorageException(kind, shut.message(), null);
  }

  /** What an interrupted wait for the store comes to; the thread's flag is set again. */
  public static StorageException of(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new StorageException(
        Kind.NOT_DURABLE, "interrupted while waiting for the store", interrupted);
  }

  /** What happened. */
  public Kind kind() {
    return kind;
  }

  /** What the sender of the request is told, in English. */
  public Problem problem() {
    return switch (kind) {
      case BUSY -> busy("too many requests are waiting to write; nothing was written");
      case NOT_DURABLE ->
          Problem.of(
              503,
              "not_durable",
              "the change is not confirmed by the store: it may or may not be saved");
      case STORE_UNREACHABLE ->
          Problem.of(503, "read_only", "the store cannot be reached; nothing was written")
              .retryAfter(5);
      case READ_ONLY ->
          Problem.of(503, "read_only", "this instance cannot write; nothing was written");
      case CLOSED -> Problem.of(503, "stopping", "this instance is not in service").retryAfter(1);
    };
  }

  private static Problem busy(String detail) {
    return Problem.of(503, "busy", detail).retryAfter(1);
  }
}
