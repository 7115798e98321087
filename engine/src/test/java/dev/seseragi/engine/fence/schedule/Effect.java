package dev.seseragi.engine.fence.schedule;

import java.util.List;
import java.util.Set;

/** What a program does besides its requests. */
sealed interface Effect {
  /** It tells its users that these commits are durable, in that slot. */
  record Acknowledged(String slot, List<Integer> commits) implements Effect {}

  /** Somebody reads these commits from its database. */
  record Shown(List<Integer> commits) implements Effect {}

  /** It is fenced; these commits of its are no part of the history. */
  record SetAside(List<Integer> commits) implements Effect {}

  /** Its disk holds this now. */
  record Wrote(Disk disk) implements Effect {}

  /** A restore succeeded. */
  record Restored(Set<Integer> expected, long position, Content found) implements Effect {}

  /** It refuses to start. */
  record Refused(String why, boolean isCalledDamaged) implements Effect {}
}
