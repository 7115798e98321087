package dev.seseragi.engine.batch;

import java.util.Arrays;

/**
 * From page numbers to slots 0, 1, 2 … in the order of arrival: open addressing in two int arrays,
 * at most two thirds full, so that a million pages take some 16 MB and no objects.
 */
final class PageMap {
  private static final int INITIAL_CAPACITY = 64;
  private static final int FREE = 0; // pages are numbered from 1

  private int[] pages = new int[INITIAL_CAPACITY];
  private int[] slots = new int[INITIAL_CAPACITY];
  private int count;
  private int nextSlot;

  int count() {
    return count;
  }

  /** The slot of a page, or −1. */
  int get(int page) {
    int at = find(page);
    return pages[at] == FREE ? -1 : slots[at];
  }

  /** The slot of a page, a new one if it had none. */
  int getOrAdd(int page) {
    int at = find(page);
    if (pages[at] == FREE) {
      if ((count + 1) * 3L > pages.length * 2L) {
        grow();
        at = find(page);
      }
      pages[at] = page;
      slots[at] = nextSlot++;
      count++;
    }
    return slots[at];
  }

  /** Forgets pages above {@code limit}; their slots are not used again. */
  void removeAbove(int limit) {
    int[] oldPages = pages;
    int[] oldSlots = slots;
    boolean hasAny = false;
    for (int page : oldPages) {
      hasAny |= page > limit;
    }
    if (hasAny) {
      rebuild(oldPages, oldSlots, oldPages.length, limit);
    }
  }

  void clear() {
    pages = new int[INITIAL_CAPACITY];
    slots = new int[INITIAL_CAPACITY];
    count = 0;
    nextSlot = 0;
  }

  int[] sortedPages() {
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

  private void grow() {
    rebuild(pages, slots, Math.multiplyExact(pages.length, 2), Integer.MAX_VALUE);
  }

  private void rebuild(int[] fromPages, int[] fromSlots, int capacity, int limit) {
    pages = new int[capacity];
    slots = new int[capacity];
    count = 0;
    for (int i = 0; i < fromPages.length; i++) {
      if (fromPages[i] != FREE && fromPages[i] <= limit) {
        int at = find(fromPages[i]);
        pages[at] = fromPages[i];
        slots[at] = fromSlots[i];
        count++;
      }
    }
  }

  private int find(int page) {
    int mask = pages.length - 1;
    int at = (page * 0x9E3779B9) >>> 7 & mask;
    while (pages[at] != FREE && pages[at] != page) {
      at = at + 1 & mask;
    }
    return at;
  }
}
