package dev.seseragi.ltx;

/**
 * The part of a replica's history that one segment holds, both ends included.
 *
 * @param min the first position, 1 or more
 * @param max the last position, not before {@code min}
 */
public record TxidRange(Txid min, Txid max) implements Comparable<TxidRange> {
  /** Checks the order. */
  public TxidRange {
    if (min.value() < 1 || min.isAfter(max)) {
      throw new IllegalArgumentException(
          "a TXID range needs 1 <= min <= max, found " + min + "-" + max);
    }
  }

  /** The range of a single position, as at level 0. */
  public static TxidRange of(Txid txid) {
    return new TxidRange(txid, txid);
  }

  /** The whole history up to {@code max}, as in a snapshot. */
  public static TxidRange upTo(Txid max) {
    return new TxidRange(Txid.FIRST, max);
  }

  /** Whether {@code txid} lies in this range. */
  public boolean contains(Txid txid) {
    return !min.isAfter(txid) && !txid.isAfter(max);
  }

  /** Orders by {@code min}, then {@code max}, as object names do. */
  @Override
  public int compareTo(TxidRange other) {
    int byMin = min.compareTo(other.min);
    return byMin != 0 ? byMin : max.compareTo(other.max);
  }

  /** {@code MIN-MAX} in hex digits, as in object names. */
  @Override
  public String toString() {
    return min + "-" + max;
  }
}
