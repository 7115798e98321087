package dev.seseragi.store.gcs;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.remote.Pauses;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/**
 * Sends calls, again where an attempt came to nothing, within the limits. Safe for use by many
 * threads.
 */
final class GcsClient implements AutoCloseable {
  /** Gives the same connection each time; may wait for it the first time. */
  interface Source {
    Connection connection(Deadline deadline) throws IOException;
  }

  private final Source source;
  private final GcsErrors errors;
  private final RemoteLimits limits;
  private final Pauses pauses;
  private final CountDownLatch closed = new CountDownLatch(1);

  GcsClient(Source source, GcsErrors errors, RemoteLimits limits, RandomGenerator random) {
    this.source = source;
    this.errors = errors;
    this.limits = limits;
    this.pauses = new Pauses(limits, random, closed);
  }

  /** The answer with its whole body. */
  Outcome send(String action, Call call) {
    Attempts attempts = new Attempts(action);
    while (true) {
      Outcome outcome = attempts.next(call, Connection::send);
      if (!attempts.mayGoOn(outcome)) {
        return outcome;
      }
    }
  }

  /** The answer, a success with its body still to come. */
  Outcome open(String action, Call call) {
    Attempts attempts = new Attempts(action);
    while (true) {
      Outcome outcome = attempts.next(call, Connection::open);
      if (!attempts.mayGoOn(outcome)) {
        return outcome;
      }
    }
  }

  /** For calls that are not simply sent again. */
  Attempts attempts(String action) {
    return new Attempts(action);
  }

  private interface Sending {
    Answer send(Connection connection, Call call, Deadline deadline) throws IOException;
  }

  /** The attempts of one call. For one thread. */
  final class Attempts {
    private final String action;
    private final Deadline deadline = Deadline.in(limits.call());
    private int failures;
    private boolean mayBeApplied;

    private Attempts(String action) {
      this.action = action;
    }

    /** One attempt. A status that asks for another attempt comes back as a failure. */
    Outcome next(Call call) {
      return next(call, Connection::send);
    }

    private Outcome next(Call call, Sending sending) {
      if (isClosed()) {
        return failed(errors.closed(action));
      }
      if (Thread.currentThread().isInterrupted()) {
        return failed(errors.interrupted(action));
      }
      try {
        Answer answer = sending.send(source.connection(deadline), call, deadline);
        if (!answer.isTransient()) {
          return new Outcome.Answered(answer, mayBeApplied);
        }
        mayBeApplied = true;
        return failed(errors.of(action, answer));
      } catch (IOException e) {
        mayBeApplied |= !GcsErrors.provesNothingSent(e);
        return failed(isClosed() ? errors.closed(action) : errors.of(action, e));
      }
    }

    /**
     * Whether another attempt is to be made behind a failed one, after a pause that this waits for.
     *
     * @return false with an answer, with an error that stays, and when the limits are reached
     */
    boolean mayGoOn(Outcome outcome) {
      return outcome instanceof Outcome.Failed(StoreException cause, boolean _)
          && cause.getClass() == StoreException.class
          && pauses.beforeAnotherAttempt(++failures, deadline);
    }

    private Outcome failed(StoreException cause) {
      return new Outcome.Failed(cause, mayBeApplied);
    }
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    closed.countDown();
  }
}
