package dev.seseragi.apps.pos.storage;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.database.StorageException;
import dev.seseragi.apps.database.Work;
import dev.seseragi.apps.pos.live.Change;
import dev.seseragi.apps.pos.live.Changes;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs transactions. A write returns when it is durable, and the screens have been told. Safe for
 * use by many threads.
 */
public final class Transactions {
  private final Database database;
  private final Changes changes;
  private final StorageWatch watch;

  /** Transactions on a database. */
  public Transactions(Database database, Changes changes, StorageWatch watch) {
    this.database = database;
    this.changes = changes;
    this.watch = watch;
  }

  /** How far the changes have come; to be asked before what it is to be compared with is read. */
  public Changes changes() {
    return changes;
  }

  /** Reads, all statements from one state. */
  public <T> T read(Work<T> work) {
    try {
      return database.readOneState(work);
    } catch (StorageException e) {
      throw new ProblemException(StorageState.problemOf(e));
    }
  }

  /**
   * Writes, or refuses to before anything is written. What it returns is durable, all that {@code
   * work} has read included: an answer that shows nothing else need not wait again.
   *
   * @param told what the screens are to look at again; {@link Change#NONE} if nothing was changed:
   *     what was found may then be another request's that is not confirmed yet, and is waited for
   * @throws ProblemException 503 if it was not written, or not confirmed
   */
  public <T> T write(Work<T> work, Function<T, Change> told) {
    Optional<Problem> refusal = watch.state().refusal();
    if (refusal.isPresent()) {
      throw new ProblemException(refusal.get());
    }
    try {
      T result = database.write(work);
      Change change = told.apply(result);
      if (change.isNone()) {
        database.awaitVisible();
      }
      changes.publish(change);
      return result;
    } catch (StorageException e) {
      if (e.kind() == StorageException.Kind.NOT_DURABLE) {
        watch.doubt();
      }
      throw new ProblemException(StorageState.problemOf(e));
    }
  }

  /**
   * Returns when all that was read until now is durable; at once while the screens say that they
   * may run ahead.
   *
   * @throws ProblemException 503 if it was not confirmed in time
   */
  public void awaitVisible() {
    if (watch.state() == StorageState.OK) {
      try {
        database.awaitVisible();
      } catch (StorageException e) {
        throw new ProblemException(StorageState.problemOf(e));
      }
    }
  }
}
