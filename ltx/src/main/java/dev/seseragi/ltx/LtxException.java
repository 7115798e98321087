package dev.seseragi.ltx;

import dev.seseragi.SeseragiException;
import org.jspecify.annotations.Nullable;

/**
 * A segment is damaged, cut short, or not a segment at all. Its bytes will not become better by
 * reading them again: restore another point, or have the segment replaced by one that covers it.
 */
public final class LtxException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  private final String segment;
  private final long offsetBytes;

  /**
   * An error at a place in a segment.
   *
   * @param segment the segment's name
   * @param offsetBytes where in it the damage shows
   * @param problem what was expected and what was found
   */
  public LtxException(String segment, long offsetBytes, String problem, @Nullable Throwable cause) {
    super("segment " + segment + ", byte " + offsetBytes + ": " + problem, cause);
    this.segment = segment;
    this.offsetBytes = offsetBytes;
  }

  /** An error at a place in a segment. */
  public LtxException(String segment, long offsetBytes, String problem) {
    this(segment, offsetBytes, problem, null);
  }

  /** The name of the damaged segment. */
  public String segment() {
    return segment;
  }

  /** Where in the segment the damage shows, in bytes from its beginning. */
  public long offsetBytes() {
    return offsetBytes;
  }
}
