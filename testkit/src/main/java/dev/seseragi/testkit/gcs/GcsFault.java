package dev.seseragi.testkit.gcs;

import java.time.Duration;

/** What a {@link FakeGcs} does to one request instead of answering it as it should. */
public sealed interface GcsFault {
  /**
   * The request is not applied, and the answer is an error.
   *
   * @param status such as 429, 500, 503
   */
  record Refused(int status) implements GcsFault {}

  /** The request is not applied, and the connection is closed without an answer. */
  record Reset() implements GcsFault {}

  /** The request is applied, and the connection is closed without an answer. */
  record LostAnswer() implements GcsFault {}

  /** The request is applied, and answered with an error all the same. */
  record AppliedAndRefused(int status) implements GcsFault {}

  /** The request is taken, and nothing ever comes back. */
  record Hang() implements GcsFault {}

  /**
   * The answer's body is cut off, and the connection closed.
   *
   * @param bytes how much of the body is sent
   */
  record CutAnswer(int bytes) implements GcsFault {}

  /**
   * The answer's body stops, and the connection stays open.
   *
   * @param bytes how much of the body is sent
   */
  record StalledAnswer(int bytes) implements GcsFault {}

  /** The answer's body comes byte by byte. */
  record SlowAnswer(Duration betweenBytes) implements GcsFault {}

  /** The request is not applied; the answer has this body and the status 200. */
  record Nonsense(String body) implements GcsFault {}

  /**
   * Less is stored than was uploaded, whatever the checksums say.
   *
   * @param bytes how much is stored
   */
  record StoredShort(int bytes) implements GcsFault {}

  /**
   * A chunk of a resumable upload is kept in part only, as the protocol allows.
   *
   * @param bytes how much of it is kept; a multiple of 256 KiB
   */
  record KeptInPart(int bytes) implements GcsFault {}

  /** The resumable session is gone. */
  record SessionGone() implements GcsFault {}
}
