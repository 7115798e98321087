package dev.seseragi.engine.fence.schedule;

/** How a request that changes something is answered. */
enum Answer {
  /** It happens, and the answer is true. */
  TRUE,
  /** It happens, and the answer is lost. */
  LOST,
  /** The answer is lost; the request comes later, or never. */
  LATE,
  /** It happens, the answer is true, and the request comes once more later. */
  TWICE,
  /** It is repeated by the client library: it happens, and is answered "taken". */
  REPEATED;

  /** What a program is told that wanted to create something. */
  enum Told {
    CREATED,
    TAKEN,
    UNKNOWN
  }
}
