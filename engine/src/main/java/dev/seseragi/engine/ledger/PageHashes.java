package dev.seseragi.engine.ledger;

import java.util.Arrays;

/** The pages that a segment holds and their hashes, growing: 12 bytes a page. */
public final class PageHashes {
  private int[] pages = new int[64];
  private long[] hashes = new long[64];
  private int count;

  /** Of no pages yet. */
  public PageHashes() {}

  /** Adds a page; pages come in ascending order. */
  public void add(int page, long hash) {
    if (count == pages.length) {
      pages = Arrays.copyOf(pages, 2 * count);
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    pages[count] = page;
    hashes[count++] = hash;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The numbers of the pages, ascending. */
  public int[] pages() {
    return Arrays.copyOf(pages, count);
  }

  /** The hashes of the pages, in the same order. */
  public long[] hashes() {
    return Arrays.copyOf(hashes, count);
  }
}
