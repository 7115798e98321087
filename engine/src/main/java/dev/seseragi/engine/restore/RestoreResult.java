package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.PageSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a restore did.
 *
 * @param plan what was read
 * @param tail the newest segment read, by which the database proves its descent; empty for
 *     Litestream 0.3
 * @param pageSize the page size of the database
 * @param commitPages its size in pages
 * @param readBytes how many bytes came from the store, repeated and abandoned reads included
 * @param requests how many requests the store got, listings included
 * @param duration from the listing to the final name
 * @param avoided one sentence for each damaged object that others could replace: nothing is lost,
 *     but the replica needs care
 * @param loss what is missing; empty unless an earlier point was allowed and needed
 */
public record RestoreResult(
    RestorePlan plan,
    Optional<Tail> tail,
    PageSize pageSize,
    int commitPages,
    long readBytes,
    long requests,
    Duration duration,
    List<String> avoided,
    Optional<RestoreLoss> loss) {

  /** Copies the list. */
  public RestoreResult {
    avoided = List.copyOf(avoided);
  }

  /**
   * The newest segment of a restore.
   *
   * @param segment level and range; not of level 0 where a compacted one was cheaper to read
   * @param nodeId the writer's id in its header
   * @param fileChecksum the checksum in its trailer
   */
  public record Tail(SegmentInfo segment, long nodeId, long fileChecksum) {}
}
