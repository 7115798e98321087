package dev.seseragi.engine.compact;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Checks, segment by segment in the order of history, that one writer followed the other: an epoch
 * never falls, and a writer that was left never comes back. Segments of genuine Litestream name no
 * writer (0) and may come between. Not thread-safe.
 */
final class WriterOrder {
  /** A writer's id is made of its epoch and of random bits. */
  private static final int EPOCH_SHIFT = 32;

  private static final long LITESTREAM = 0;

  private final Set<Long> left = new HashSet<>();
  private long current = LITESTREAM;

  /** Takes the next segment's writer; tells what is wrong with it. */
  Optional<String> follow(long nodeId) {
    if (nodeId == current) {
      return Optional.empty();
    }
    if (left.contains(nodeId)) {
      return Optional.of(
          "writer %s goes on after writer %s had taken over".formatted(hex(nodeId), hex(current)));
    }
    boolean bothKnown = nodeId != LITESTREAM && current != LITESTREAM;
    if (bothKnown && Long.compare(nodeId >>> EPOCH_SHIFT, current >>> EPOCH_SHIFT) < 0) {
      return Optional.of(
          "writer %s follows writer %s of a later epoch".formatted(hex(nodeId), hex(current)));
    }
    if (current != LITESTREAM) {
      left.add(current);
    }
    current = nodeId;
    return Optional.empty();
  }

  private static String hex(long nodeId) {
    return HexFormat.of().toHexDigits(nodeId);
  }
}
