package dev.seseragi.engine.fence.schedule;

import java.time.Instant;
import java.util.List;

/** What a program asks of the world next. */
sealed interface Request {
  /** Create an object if its name is free. Answered by an {@link Answer.Told}. */
  record Create(String name, Blob blob, Instant timestamp) implements Request {}

  /** List what begins so. Answered by a list of ObjectInfo. */
  record ListAll(String prefix) implements Request {}

  /** Answered by an Optional of ObjectInfo. */
  record Stat(String name) implements Request {}

  /** Answered by an Optional of Blob. */
  record Read(String name) implements Request {}

  /** Delete objects. Answered by whether that is known to have happened. */
  record Delete(List<String> names) implements Request {}

  /** What time it is, in ticks. */
  record Time() implements Request {}

  /** Restore a position, in one step. Answered by an Optional of {@link Content}. */
  record Restore(long position) implements Request {}

  /** What is acknowledged by now, for a reader that checks its restore. Answered by a set. */
  record Acknowledged() implements Request {}
}
