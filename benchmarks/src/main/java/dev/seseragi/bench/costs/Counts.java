package dev.seseragi.bench.costs;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that was counted of one program. Immutable.
 *
 * @param operations by operation; the reference has not all of them
 * @param sizes what a month of storage is computed from
 */
record Counts(Map<Operation, Counted> operations, Sizes sizes) {
  Counts {
    operations = new EnumMap<>(operations);
  }

  /**
   * How large things are.
   *
   * @param segmentsPerBurst of level 0, for 20 commits within 2 s
   * @param burstSegmentBytes a segment of these
   * @param segmentsPerSecond of level 0, while 10 commits a second come
   * @param busySegmentBytes a segment of these
   * @param mergedShare how many bytes level 1 has for each byte of level 0
   * @param snapshotShare how many bytes a snapshot has for each byte of the database
   */
  record Sizes(
      double segmentsPerBurst,
      double burstSegmentBytes,
      double segmentsPerSecond,
      double busySegmentBytes,
      double mergedShare,
      double snapshotShare) {}

  /** What an operation took that was counted. */
  Counted of(Operation operation) {
    return find(operation)
        .orElseThrow(() -> new IllegalArgumentException(operation + " was not counted"));
  }

  Optional<Counted> find(Operation operation) {
    return Optional.ofNullable(operations.get(operation));
  }

  /** With what was counted elsewhere. */
  Counts with(Map<Operation, Counted> more) {
    Map<Operation, Counted> all = new EnumMap<>(Operation.class);
    all.putAll(operations);
    all.putAll(more);
    return new Counts(all, sizes);
  }
}
