package dev.seseragi.engine.fence.schedule;

import java.util.Optional;

/**
 * A part of what a program does. A value: what it does depends on that value and on the answers
 * that it gets, on nothing else.
 */
interface Stage {
  /** What is on the program's disk when it begins. */
  Disk disk();

  /**
   * Does it.
   *
   * @return what comes next; empty if that was all
   */
  Optional<Stage> run(Wire wire) throws Exception;
}
