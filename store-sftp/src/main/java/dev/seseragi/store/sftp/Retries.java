package dev.seseragi.store.sftp;

import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.remote.Pauses;
import java.io.IOException;

/** Does again what may be done again, after a connection was lost. */
final class Retries {
  private final Pauses pauses;

  Retries(Pauses pauses) {
    this.pauses = pauses;
  }

  /** Something that may be done any number of times. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  <T> T run(Deadline deadline, Attempt<T> attempt) throws IOException {
    for (int number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (ConnectionLostException e) {
        if (!pauses.beforeAnotherAttempt(number, deadline)) {
          throw e;
        }
      }
    }
  }
}
