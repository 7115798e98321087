package dev.seseragi.gate;

/**
 * The request that a reply answers.
 *
 * @param method as it was sent, {@code GET} say
 * @param path as it was sent, without query
 */
public record GateRequest(String method, String path) {
  /** Whether its method only reads, by RFC 9110 §9.2.1. */
  public boolean isRead() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
      default -> false;
    };
  }
}
