package dev.seseragi.gate;

/**
 * What is answered in place of a reply that may not leave: 503 with a problem of RFC 9457.
 *
 * @param verdict why
 * @param request whose reply it was
 */
public record Refusal(Verdict.Shut verdict, GateRequest request) {
  /** Service Unavailable. */
  public static final int STATUS = 503;

  /** The body's type. */
  public static final String CONTENT_TYPE = "application/problem+json";

  /** The value of {@code Retry-After}: after so long another try makes sense. */
  public static final String RETRY_AFTER_SECONDS = "1";

  /** The member {@code code} of the body. */
  public static final String CODE = "not_durable";

  private static final String DONE_OR_NOT =
      "What the request did may be in the store, or get there later: look before it is repeated. ";

  /** The body: JSON in ASCII. Strangers read it: it names no store. */
  public String body() {
    String detail = (request.isRead() ? "" : DONE_OR_NOT) + sentence();
    return """
    {"type":"about:blank","title":"Service Unavailable","status":503,\
    "code":"%s","reason":"%s","detail":"%s"}
    """
        .formatted(CODE, verdict.reason().word(), detail);
  }

  /** For the log: which reply may not leave, and why. */
  public String message() {
    return "%s %s: the reply may not leave (%s): %s"
        .formatted(request.method(), request.path(), verdict.reason().word(), verdict.message());
  }

  private String sentence() {
    return switch (verdict.reason()) {
      case TIMEOUT -> "The store has not confirmed in time what the reply tells.";
      case OUTAGE -> "The store, which has to confirm what the reply tells, cannot be reached.";
      case FENCED -> "Another process has taken over; this one answers no more.";
      case ENDING -> "The process is ending.";
    };
  }
}
