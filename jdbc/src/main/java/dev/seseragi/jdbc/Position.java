package dev.seseragi.jdbc;

import dev.seseragi.ltx.Txid;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of commits, as a short text that one request can give to another: who hands
 * it to {@link Seseragi#awaitDurable(Position, java.time.Duration)} learns when everything up to
 * there is in the store.
 *
 * @param instance the opened database that made it, at random
 * @param commit how many commits that instance had made
 * @param txid a position of the replica that covers them; {@link Txid#NONE} if there was none yet
 */
public record Position(long instance, long commit, Txid txid) {
  private static final Pattern TOKEN =
      Pattern.compile("1-([0-9a-f]{16})-([0-9a-f]{1,16})-([0-9a-f]{16})");

  /** Checks the range. */
  public Position {
    if (commit < 0) {
      throw new IllegalArgumentException("a position counts from 0 commits on, found " + commit);
    }
  }

  /** Whether it was in the store when it was made. */
  public boolean isSettled() {
    return !txid.equals(Txid.NONE);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Position parse(String token) {
    Matcher parts = TOKEN.matcher(token);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a position looks like 1-0123456789abcdef-2a-0000000000000007, found \"" + token + "\"");
    }
    return new Position(
        HexFormat.fromHexDigitsToLong(parts.group(1)),
        HexFormat.fromHexDigitsToLong(parts.group(2)),
        Txid.parse(parts.group(3)));
  }

  /** The token: letters, digits and hyphens. */
  @Override
  public String toString() {
    return "1-%016x-%x-%s".formatted(instance, commit, txid);
  }
}
