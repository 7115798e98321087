package dev.seseragi.ltx;

import java.util.HexFormat;

/**
 * A position in a replica's history: 1, 2, 3 …, one more for each shipped batch of commits. 0
 * ({@link #NONE}) stands before the first.
 *
 * @param value the number, 0 … 2⁶³−1
 */
public record Txid(long value) implements Comparable<Txid> {
  /** The position before any history. */
  public static final Txid NONE = new Txid(0);

  /** The first position that a segment can have. */
  public static final Txid FIRST = new Txid(1);

  private static final int HEX_DIGITS = 16;

  /** Checks the range. */
  public Txid {
    if (value < 0) {
      throw new IllegalArgumentException("a TXID is 0 or more, found " + value);
    }
  }

  /**
   * Reads the form that object names and command lines use.
   *
   * @param hex exactly 16 hex digits
   * @throws IllegalArgumentException if {@code hex} is anything else
   */
  public static Txid parse(String hex) {
    if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(
          "a TXID has exactly 16 hex digits (e.g. 000000000000002a), found \"" + hex + "\"");
    }
    return new Txid(HexFormat.fromHexDigitsToLong(hex));
  }

  /** The position one further. */
  public Txid next() {
    return new Txid(Math.addExact(value, 1));
  }

  /** The position {@code count} further (or back, if negative). */
  public Txid plus(long count) {
    return new Txid(Math.addExact(value, count));
  }

  /** Whether this position comes after {@code other}. */
  public boolean isAfter(Txid other) {
    return value > other.value;
  }

  @Override
  public int compareTo(Txid other) {
    return Long.compare(value, other.value);
  }

  /** 16 lower-case hex digits, as in object names. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
