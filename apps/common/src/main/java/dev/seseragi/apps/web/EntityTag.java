package dev.seseragi.apps.web;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110 §8.8.3), and the conditions that clients make of them. */
public final class EntityTag {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final String ANY = "*";
  private static final String WEAK = "W/";

  private EntityTag() {}

  /** The tag of some bytes: 64 bits of FNV-1a. */
  public static String of(byte[] content) {
    long hash = FNV_OFFSET;
    for (byte one : content) {
      hash = (hash ^ (one & 0xff)) * FNV_PRIME;
    }
    return '"' + HexFormat.of().toHexDigits(hash) + '"';
  }

  /**
   * Whether what is there is what the client has: If-None-Match, weak comparison.
   *
   * @param tag in quotes, without {@code W/}
   */
  public static boolean isKnown(@Nullable String ifNoneMatch, String tag) {
    return ifNoneMatch != null && isIn(ifNoneMatch, tag, true);
  }

  /** Whether what is there is what the client means: If-Match, strong comparison. */
  public static boolean fits(@Nullable String ifMatch, String tag) {
    return ifMatch == null || isIn(ifMatch, tag, false);
  }

  private static boolean isIn(String list, String tag, boolean takesWeak) {
    for (String part : list.split(",", -1)) {
      String one = part.strip();
      if (takesWeak && one.startsWith(WEAK)) {
        one = one.substring(WEAK.length());
      }
      if (one.equals(ANY) || one.equals(tag)) {
        return true;
      }
    }
    return false;
  }
}
