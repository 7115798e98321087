package dev.seseragi.apps.pos.storage;

import dev.seseragi.apps.database.StorageException;
import dev.seseragi.apps.problem.Problem;
import java.util.Optional;

/** Whether what is written is kept. */
public enum StorageState {
  /** It is. */
  OK,
  /** The store does not answer: orders cannot be confirmed until it does. */
  UNAVAILABLE,
  /** Another process is the writer now, or the disk is broken: never again in this process. */
  READ_ONLY;

  /** Whether this process may write, if the store lets it. */
  public boolean isWriter() {
    return this != READ_ONLY;
  }

  /** What a write is refused with; empty if it may be tried. */
  public Optional<Problem> refusal() {
    return switch (this) {
      case OK -> Optional.empty();
      case UNAVAILABLE -> Optional.of(notDurable());
      case READ_ONLY -> Optional.of(readOnly());
    };
  }

  /** What the sender of a request is told that failed on the storage. */
  public static Problem problemOf(StorageException failure) {
    return switch (failure.kind()) {
      case NOT_DURABLE, STORE_UNREACHABLE -> notDurable();
      case READ_ONLY -> readOnly();
      case BUSY -> Problem.of(503, "busy", "混み合っています。もう一度お試しください").retryAfter(1);
      case CLOSED -> Problem.of(503, "stopping", "まもなく使えるようになります").retryAfter(1);
    };
  }

  private static Problem notDurable() {
    return Problem.of(503, "not_durable", "保存を確認できませんでした。もう一度「確定」を押してください（二重にはなりません）");
  }

  private static Problem readOnly() {
    return Problem.of(503, "read_only", "読み取り専用です。注文や変更はできません");
  }
}
