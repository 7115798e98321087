package dev.seseragi.engine.fence.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A little database: a page with the list of its commits as its writer saw them, and a page for
 * each commit.
 *
 * @param log the commits, oldest first
 * @param pages those whose own page is there
 */
record Content(List<Integer> log, Set<Integer> pages) {
  /** A database without commits. */
  static final Content EMPTY = new Content(List.of(), Set.of());

  Content {
    log = List.copyOf(log);
    pages = Set.copyOf(pages);
  }

  /** With some more commits. */
  Content plus(List<Integer> commits) {
    List<Integer> longer = new ArrayList<>(log);
    longer.addAll(commits);
    Set<Integer> more = new TreeSet<>(pages);
    more.addAll(commits);
    return new Content(longer, more);
  }

  /** With the pages of a segment laid over it. */
  Content with(Segment segment) {
    Set<Integer> laid = new TreeSet<>(pages);
    laid.removeAll(segment.blank());
    laid.addAll(segment.pages());
    return new Content(segment.log().orElse(log), laid);
  }

  /** Whether a commit is there, whole. */
  boolean has(int commit) {
    return log.contains(commit) && pages.contains(commit);
  }

  @Override
  public String toString() {
    return Set.copyOf(log).equals(pages) ? log.toString() : log + " with the pages of " + pages;
  }
}
