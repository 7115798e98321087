package dev.seseragi.gate.proxy;

import dev.seseragi.gate.Refusal;

/**
 * A reply of the proxy's own.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body ASCII
 * @param isRetryable whether {@code Retry-After} says that another try makes sense
 */
public record LocalReply(int status, String contentType, String body, boolean isRetryable) {
  /** What is answered in place of a reply that may not leave. */
  public static LocalReply of(Refusal refusal) {
    return new LocalReply(Refusal.STATUS, Refusal.CONTENT_TYPE, refusal.body(), true);
  }

  /**
   * A problem of RFC 9457.
   *
   * @param code a word that programs can rely on
   * @param detail a sentence without quotes, backslashes and control characters
   */
  public static LocalReply problem(int status, String code, String detail) {
    String body =
        """
        {"type":"about:blank","status":%d,"code":"%s","detail":"%s"}
        """
            .formatted(status, code, detail);
    return new LocalReply(status, Refusal.CONTENT_TYPE, body, status == Refusal.STATUS);
  }

  /** A line of text. */
  public static LocalReply text(int status, String line) {
    return new LocalReply(status, "text/plain", line + "\n", status == Refusal.STATUS);
  }
}
