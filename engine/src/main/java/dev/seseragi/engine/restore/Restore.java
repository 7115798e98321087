package dev.seseragi.engine.restore;

import dev.seseragi.engine.litestream3.Litestream3Exception;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.LtxException;
import dev.seseragi.store.MeteredStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings a database back from its replica. Safe for use by many threads; each restore is one call.
 *
 * <p>Errors that both calls raise:
 *
 * <ul>
 *   <li>{@link NoBackupException}: the place is proven to hold no backup;
 *   <li>{@link PointNotAvailableException}: choose another point, the message says which there are;
 *   <li>{@link DamagedReplicaException}: an object is missing or damaged and nothing covers it;
 *   <li>{@link dev.seseragi.store.StoreException}: the store did not answer; try again, or mend the
 *       configuration.
 * </ul>
 */
public final class Restore {
  /** How many times a restore begins anew because an object was missing or damaged. */
  private static final int MAX_ATTEMPTS = 10;

  private final Replica replica;
  private final RestoreThreads threads;
  private final InstantSource clock;

  /** Restores of one replica. */
  public Restore(Replica replica, RestoreThreads threads, InstantSource clock) {
    this.replica = replica;
    this.threads = threads;
    this.clock = clock;
  }

  /**
   * What a restore would read. Lists the replica once, or twice if something seems to be missing,
   * and reads nothing; on stores whose listings have no exact times, asks for the times of a few
   * segments around a {@link RestorePoint.AtTime}.
   */
  public RestorePlan plan(RestorePoint point) {
    return new Planner(replica).way(point, Map.of(), false).plan();
  }

  /**
   * Restores.
   *
   * <p>When it returns, the file is complete, verified, on disk and has its name; when it throws,
   * there is no file of that name, or the one from before. An interrupted thread ends it with a
   * {@link dev.seseragi.store.StoreException} and keeps its flag. Takes, whatever the size of the
   * database, about 40 MB of memory and one bit a page.
   *
   * <p>Objects that turn out to be missing are looked for by another listing; damaged ones are
   * avoided where others hold the same history.
   *
   * @param target the file; its folder is made if missing
   * @throws TargetException if the target cannot be used
   */
  public RestoreResult run(RestorePoint point, Path target, RestoreOptions options) {
    return new Run(point, Target.at(target, options.overwrite()), options).run();
  }

  /** One restore, with all its attempts. */
  private final class Run {
    private final Instant begin = clock.instant();
    private final MeteredStore store = new MeteredStore(replica.store());
    private final Planner planner = new Planner(new Replica(store));
    private final RestorePoint point;
    private final Target target;
    private final RestoreOptions options;

    /** What is wrong with which object. */
    private final Map<String, String> flaws = new TreeMap<>();

    /** Objects that were missing once: by the next listing they should not be there either. */
    private final Set<String> missing = new HashSet<>();

    Run(RestorePoint point, Target target, RestoreOptions options) {
      this.point = point;
      this.target = target;
      this.options = options;
    }

    RestoreResult run() {
      for (int attempt = 1; ; attempt++) {
        Planner.Way way = planner.way(point, flaws, options.allowEarlierPoint());
        options.listener().planned(way.plan());
        try {
          return result(way, restore(way.plan()));
        } catch (FlawedObjectException flaw) {
          note(flaw.object(), flaw, flaw.isMissing(), attempt);
        } catch (LtxException flaw) {
          note(flaw.segment(), flaw, false, attempt);
        } catch (Litestream3Exception flaw) {
          note(flaw.object(), flaw, false, attempt);
        }
      }
    }

    private void note(String object, RuntimeException flaw, boolean isMissing, int attempt) {
      if (attempt == MAX_ATTEMPTS) {
        throw new DamagedReplicaException(
            "cannot restore %s from %s: given up after %d attempts, each stopped by another object;"
                    .formatted(point, replica.describe(), attempt)
                + " the last: "
                + flaw.getMessage(),
            object,
            null,
            flaw);
      }
      if (!isMissing || !missing.add(object)) {
        flaws.put(object, String.valueOf(flaw.getMessage()));
      }
    }

    private Written restore(RestorePlan plan) {
      try (PartFile file =
          PartFile.create(target, ProcessHandle.current().pid(), threads.waiting())) {
        Written written = read(plan, file);
        DatabaseChecks.header(file, written.pageSize(), written.commitPages())
            .ifPresent(this::refuse);
        file.sync();
        DatabaseChecks.integrity(file.path(), options.integrityCheck()).ifPresent(this::refuse);
        options.pages().end();
        file.take();
        return written;
      }
    }

    private Written read(RestorePlan plan, PartFile file) {
      return switch (plan.source()) {
        case LTX -> {
          try (ReadAhead readAhead =
                  new ReadAhead(store, threads.waiting(), options.parallelism());
              LtxReader reader = new LtxReader(plan, readAhead, threads, file, options)) {
            yield reader.read();
          }
        }
        case LITESTREAM_3 -> new Litestream3Source(plan, store, threads, options).read(file);
      };
    }

    private void refuse(String problem) {
      throw new DamagedReplicaException(
          "cannot restore %s from %s: %s. The replica is intact, so the database was damaged before"
                  .formatted(point, replica.describe(), problem)
              + " it was replicated. Restore an earlier point with -txid or -timestamp",
          null,
          null,
          null);
    }

    private RestoreResult result(Planner.Way way, Written written) {
      List<String> avoided = way.loss().isEmpty() ? new ArrayList<>(flaws.values()) : List.of();
      return new RestoreResult(
          way.plan(),
          written.tail(),
          written.pageSize(),
          written.commitPages(),
          store.counts().readBytes(),
          store.counts().requests(),
          Duration.between(begin, clock.instant()),
          avoided,
          way.loss());
    }
  }
}
