package dev.seseragi.apps.web;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Names requests, so that an answer and a line of the log find each other. */
final class RequestIds {
  private static final int MAX_LENGTH = 100;

  private final String instance;
  private final AtomicLong count = new AtomicLong();

  RequestIds(RandomGenerator random) {
    this.instance = HexFormat.of().toHexDigits(random.nextInt()) + "-";
  }

  /** The one that was sent, if it is of at most 100 visible ASCII characters; else a new one. */
  String idFor(@Nullable String sent) {
    return sent != null && isVisible(sent)
        ? sent
        : instance + Long.toHexString(count.incrementAndGet());
  }

  private static boolean isVisible(String sent) {
    if (sent.isEmpty() || sent.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < sent.length(); i++) {
      if (sent.charAt(i) <= ' ' || sent.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
