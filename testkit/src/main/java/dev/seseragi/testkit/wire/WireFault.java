package dev.seseragi.testkit.wire;

import java.time.Duration;
import java.util.Map;

/** What becomes of one request and its answer. */
public sealed interface WireFault {
  /** Nothing goes wrong: for scripts in which only a later request fails. */
  record None() implements WireFault {}

  // The server never sees the request.

  /** The connection is reset as soon as the request's head is there. */
  record Reset() implements WireFault {}

  /** Nothing is read any more and nothing is answered, until the proxy is closed. */
  record Hang() implements WireFault {}

  /** Another answers instead of the server. */
  record Answer(int status, Map<String, String> headers, String body) implements WireFault {
    /** Copies the headers. */
    public Answer {
      headers = Map.copyOf(headers);
    }

    /** A status with neither header nor body. */
    public static Answer status(int status) {
      return new Answer(status, Map.of(), "");
    }
  }

  // The server sees a part of the request.

  /** The server gets so much of the body, then both connections are reset. */
  record CutRequest(long bodyBytes) implements WireFault {}

  // The server sees the whole request and answers it.

  /** The request is sent twice; the client gets the answer to the second one. */
  record Twice() implements WireFault {}

  /** The answer is dropped and the client's connection reset. */
  record LoseAnswer() implements WireFault {}

  /** The answer is dropped and nothing is answered, until the proxy is closed. */
  record HangAfterwards() implements WireFault {}

  /** The answer is dropped and another one given. */
  record AnswerAfterwards(Answer answer) implements WireFault {}

  /** So much of the answer's body arrives, then the connection ends in an orderly way. */
  record CutAnswer(long bodyBytes) implements WireFault {}

  /**
   * Only so much of the answer's body, in a frame that says this is all of it. An answer to HEAD
   * stays as it is.
   */
  record ShortenAnswer(long bodyBytes) implements WireFault {}

  /**
   * The answer comes late and slowly.
   *
   * @param pause before its first byte
   * @param bytesPerSecond of the body; 0 for no limit
   */
  record Slow(Duration pause, long bytesPerSecond) implements WireFault {}

  /**
   * The request, and then its answer, are passed on with other headers.
   *
   * @param request what the server sees, by lower-case name; "" leaves a header out
   * @param answer what the client sees, likewise
   */
  record Rewrite(Map<String, String> request, Map<String, String> answer) implements WireFault {
    /** Copies the headers. */
    public Rewrite {
      request = Map.copyOf(request);
      answer = Map.copyOf(answer);
    }
  }
}
