package dev.seseragi.cli.maintain;

import dev.seseragi.SeseragiException;
import dev.seseragi.cli.maintain.Finding.Verdict;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.Body;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreForbiddenException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tries everything that replication asks of a store, with a small object of its own beside the
 * replica, which is not touched.
 */
final class Doctor {
  /** Where the probes lie under a replica's prefix. */
  static final String FOLDER = "seseragi/doctor/";

  private static final byte[] PROBE = "probe: may be deleted".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER = "not the first".getBytes(StandardCharsets.US_ASCII);
  private static final int READS = 20;
  private static final int WRITES = 10;

  /** More than any store takes in one request: larger objects come in parts, by other requests. */
  private static final int LARGE_BYTES = 9 << 20;

  private static final Duration SKEW = Duration.ofSeconds(30);

  private final ObjectStore store;
  private final Replica replica;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final String probe;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private boolean isRefused;

  /**
   * @param store where probes are put, as they are
   * @param replica as it is to who has its key
   * @param probe a name that nobody has used
   */
  Doctor(
      ObjectStore store,
      Replica replica,
      String probe,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.store = store;
    this.replica = replica;
    this.probe = FOLDER + probe;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** One check; what it returns is what it found. */
  private interface Check {
    Finding run(String name) throws IOException;
  }

  List<Finding> examine() {
    long startNanos = nanoTime.getAsLong();
    Finding list = run("list", this::list);
    long millis = (nanoTime.getAsLong() - startNanos) / 1_000_000;
    boolean isListed = list.verdict() == Verdict.OK;
    // One that refuses has answered, too, and told its time.
    boolean isReachable = isListed || store.clock().isPresent();
    findings.add(
        isReachable
            ? ok("reach", "it answered within %d ms".formatted(millis))
            : failed("reach", list.text()));
    Finding create = isReachable ? run("create", this::create) : skipped("create");
    boolean isWritable = create.verdict() == Verdict.OK;
    findings.add(isReachable ? access(isListed || isWritable) : skipped("access"));
    findings.add(isReachable ? list : skipped("list"));
    findings.add(create);
    examineProbe(isWritable);
    tryIf(isReachable, "time", this::time);
    return List.copyOf(findings);
  }

  private void examineProbe(boolean isWritable) {
    boolean isSafe = tryIf(isWritable, "create if absent", this::createAgain);
    tryIf(isSafe, "large if absent", this::createLarge);
    tryIf(isWritable, "read a range", this::readRange);
    tryIf(isWritable, "list what is new", this::listProbe);
    tryIf(isWritable, "read latency", this::readLatency);
    boolean isDeletable = tryIf(isWritable, "delete", this::delete);
    tryIf(isDeletable, "create latency", this::createLatency);
  }

  /** Objects that could not be removed again. */
  List<String> left() {
    return List.copyOf(left);
  }

  private boolean tryIf(boolean isPossible, String name, Check check) {
    Finding finding = isPossible ? run(name, check) : skipped(name);
    findings.add(finding);
    return finding.verdict() == Verdict.OK;
  }

  private Finding run(String name, Check check) {
    try {
      return check.run(name);
    } catch (StoreForbiddenException e) {
      isRefused = true;
      return failed(name, String.valueOf(e.getMessage()));
    } catch (SeseragiException | IOException e) {
      return failed(name, String.valueOf(e.getMessage()));
    }
  }

  private Finding access(boolean isAnythingAllowed) {
    if (isAnythingAllowed) {
      return ok("access", "the credentials are accepted");
    }
    return isRefused
        ? failed(
            "access",
            "neither listing nor creating is allowed: wrong credentials, no such bucket, or no role at"
                + " all. What to change is said below")
        : skipped("access");
  }

  private Finding list(String name) {
    int segments = replica.list().segments().size();
    return ok(name, segments == 0 ? "proven empty" : segments + " segments are there");
  }

  private Finding create(String name) {
    PutOutcome outcome = store.create(probe, Body.of(PROBE), now());
    left.add(probe);
    return switch (outcome) {
      case PutOutcome.Created() -> ok(name, probe + " is there");
      case PutOutcome.Taken(), PutOutcome.Unknown(_) -> failed(name, reason(outcome));
    };
  }

  /** Why something of a name that nobody has used was not certainly created. */
  private static String reason(PutOutcome outcome) {
    return switch (outcome) {
      case PutOutcome.Created() -> "it was created";
      case PutOutcome.Taken() ->
          "a name that was never used is said to be taken. Look whether something between here and"
              + " the store answers in its place";
      case PutOutcome.Unknown(var cause) ->
          "%s. Whether it was created is not known; try again".formatted(cause.getMessage());
    };
  }

  private Finding createAgain(String name) throws IOException {
    PutOutcome outcome = store.create(probe, Body.of(OTHER), now());
    boolean isKept = Arrays.equals(PROBE, read(0, Long.MAX_VALUE));
    if (outcome instanceof PutOutcome.Taken && isKept) {
      return ok(name, "the second one is refused, the first one is kept");
    }
    return failed(
        name,
        "a second create of one name was answered with %s and the first content is %s: this store"
                .formatted(outcome.getClass().getSimpleName(), isKept ? "kept" : "gone")
            + " ignores conditional writes, so two instances could overwrite each other. Use a store"
            + " or version that honours them");
  }

  /**
   * What is uploaded in parts gets its name by another request, which has the condition as well.
   */
  private Finding createLarge(String name) throws IOException {
    PutOutcome outcome = store.create(probe, Body.of(new byte[LARGE_BYTES]), now());
    boolean isKept = Arrays.equals(PROBE, read(0, PROBE.length + 1));
    if (outcome instanceof PutOutcome.Taken && isKept) {
      return ok(name, "%d MB are refused as well".formatted(LARGE_BYTES >> 20));
    }
    return failed(
        name,
        "a second create of one name, of %d MB, was answered with %s and the first content is %s:"
                .formatted(
                    LARGE_BYTES >> 20, outcome.getClass().getSimpleName(), isKept ? "kept" : "gone")
            + " this store ignores conditional writes of large objects. Use a store or version that"
            + " honours them");
  }

  private Finding readRange(String name) throws IOException {
    byte[] found = read(2, 5);
    return Arrays.equals(found, Arrays.copyOfRange(PROBE, 2, 7))
        ? ok(name, "5 bytes from the middle")
        : failed(
            name,
            "asked for 5 bytes from the middle, got %d others. Look for a proxy in between that rewrites"
                    .formatted(found.length)
                + " answers, or use a store that honours ranges");
  }

  private Finding listProbe(String name) {
    ListPage page = store.list(probe, null);
    return page.objects().stream().anyMatch(object -> object.name().equals(probe))
        ? ok(name, "found at once")
        : failed(
            name,
            "what was just written is not listed. A store whose listings lag cannot be used safely: use"
                + " another one, or its consistent mode");
  }

  private Finding time(String name) {
    Optional<Instant> server = store.clock();
    if (server.isEmpty()) {
      return ok(name, "this kind of store has no clock of its own");
    }
    Duration skew = Duration.between(server.get(), now());
    if (skew.abs().compareTo(SKEW) <= 0) {
      return ok(name, "this machine and the store agree within %d s".formatted(SKEW.toSeconds()));
    }
    return failed(
        name,
        "this machine's clock is %d s %s the store's, which says %s. Set it (NTP): signed"
                .formatted(
                    skew.abs().toSeconds(),
                    skew.isPositive() ? "ahead of" : "behind",
                    server.get().truncatedTo(ChronoUnit.SECONDS))
            + " requests are refused beyond some minutes, and points in time are off by as much");
  }

  private Finding readLatency(String name) throws IOException {
    long[] nanos = new long[READS];
    for (int i = 0; i < READS; i++) {
      long start = nanoTime.getAsLong();
      read(0, 1);
      nanos[i] = nanoTime.getAsLong() - start;
    }
    return ok(name, percentiles(nanos));
  }

  private Finding delete(String name) {
    try {
      store.delete(List.of(probe));
    } catch (StoreForbiddenException e) {
      return new Finding(
          name,
          Verdict.NOTE,
          "forbidden. That is fine for replicating, and the safest; run `seseragi retain` elsewhere"
              + " with credentials that may delete ("
              + e.getMessage()
              + ")");
    }
    left.remove(probe);
    return store.stat(probe).isEmpty()
        ? ok(name, "the probe is gone")
        : failed(
            name,
            "the probe is still there although its deletion was confirmed. Retention would free"
                + " nothing: look for versioning, holds or a cache in between");
  }

  private Finding createLatency(String name) {
    long[] nanos = new long[WRITES];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      String each = probe + "-" + i;
      names.add(each);
      left.add(each);
      long start = nanoTime.getAsLong();
      PutOutcome outcome = store.create(each, Body.of(PROBE), now());
      nanos[i] = nanoTime.getAsLong() - start;
      if (!(outcome instanceof PutOutcome.Created)) {
        return failed(name, "object %d of %d: %s".formatted(i + 1, WRITES, reason(outcome)));
      }
    }
    store.delete(names);
    left.removeAll(names);
    return ok(name, percentiles(nanos) + "; a durable commit takes that long");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private byte[] read(long offset, long length) throws IOException {
    try (InputStream in = store.read(probe, offset, length)) {
      return in.readAllBytes();
    }
  }

  private static String percentiles(long[] nanos) {
    Arrays.sort(nanos);
    return "p50 %.1f ms, p99 %.1f ms of %d"
        .formatted(nanos[nanos.length / 2] / 1e6, nanos[nanos.length - 1] / 1e6, nanos.length);
  }

  private static Finding ok(String name, String text) {
    return new Finding(name, Verdict.OK, text);
  }

  private static Finding skipped(String name) {
    return new Finding(name, Verdict.SKIPPED, "needs what is missing above");
  }

  private static Finding failed(String name, String text) {
    return new Finding(name, Verdict.FAILED, text);
  }
}
