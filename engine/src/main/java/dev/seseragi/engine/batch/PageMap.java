package dev.seseragi.engine.batch;

import java.util.Arrays;

/**
 * From page numbers to ints (a slot, a frame): open addressing in two int arrays, at most two
 * thirds full, so that a million pages take some 16 MB and no objects. Not safe for use by several
 * threads.
 */
public final class PageMap {
  /** What {@link #get} gives for a page that is not there. */
  public static final int ABSENT = -1;

  private static final int INITIAL_CAPACITY = 64;
  private static final int FREE = 0; // pages are numbered from 1

  private int[] pages = new int[INITIAL_CAPACITY];
  private int[] values = new int[INITIAL_CAPACITY];
  private int count;

  /**
   * No page is above this one; a bound, so that most calls of {@link #removeAbove} cost nothing.
   */
  private int largest;

  /** How many pages there are. */
  public int count() {
    return count;
  }

  /** The value of a page, or {@link #ABSENT}. */
  public int get(int page) {
    int at = find(page);
    return pages[at] == FREE ? ABSENT : values[at];
  }

  /** Sets the value (0 or more) of a page (1 or more). */
  public void put(int page, int value) {
    int at = find(page);
    if (pages[at] == FREE) {
      if ((count + 1) * 3L > pages.length * 2L) {
        rebuild(Math.multiplyExact(pages.length, 2), Integer.MAX_VALUE);
        at = find(page);
      }
      pages[at] = page;
      count++;
      largest = Math.max(largest, page);
    }
    values[at] = value;
  }

  /** Forgets pages above {@code limit}. */
  public void removeAbove(int limit) {
    if (largest > limit) {
      rebuild(pages.length, limit);
      largest = limit;
    }
  }

  /** Forgets everything. */
  public void clear() {
    pages = new int[INITIAL_CAPACITY];
    values = new int[INITIAL_CAPACITY];
    count = 0;
    largest = 0;
  }

  /** The numbers of all pages, ascending. */
  public int[] sortedPages() {
    int[] sorted = new int[count];
    int next = 0;
    for (int page : pages) {
      if (page != FREE) {
        sorted[next++] = page;
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }

  private void rebuild(int capacity, int limit) {
    int[] oldPages = pages;
    int[] oldValues = values;
    pages = new int[capacity];
    values = new int[capacity];
    count = 0;
    for (int i = 0; i < oldPages.length; i++) {
      if (oldPages[i] != FREE && oldPages[i] <= limit) {
        int at = find(oldPages[i]);
        pages[at] = oldPages[i];
        values[at] = oldValues[i];
        count++;
      }
    }
  }

  private int find(int page) {
    int mask = pages.length - 1;
    int at = ((page * 0x9E3779B9) >>> 7) & mask;
    while (pages[at] != FREE && pages[at] != page) {
      at = (at + 1) & mask;
    }
    return at;
  }
}
