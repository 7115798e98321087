package dev.seseragi.apps.pos.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes and reads what the cookie holds: {@code ROLE.seconds.signature}. Safe for many threads. */
public final class Sessions {
  /** How long one is good. */
  public static final Duration LIFE = Duration.ofHours(12);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int PARTS = 3;

  private final byte[] secret;
  private final InstantSource clock;

  /** Sessions signed with a secret. */
  public Sessions(byte[] secret, InstantSource clock) {
    this.secret = secret.clone();
    this.clock = clock;
  }

  /** A new one. */
  public String issue(Role role) {
    String content = role.name() + "." + clock.instant().plus(LIFE).getEpochSecond();
    return content + "." + signature(content);
  }

  /** Whose it is; empty if it is not ours or too old. */
  public Optional<Role> read(String session) {
    String[] parts = session.split("\\.", -1);
    if (parts.length != PARTS || !isOurs(parts)) {
      return Optional.empty();
    }
    Instant end = Instant.ofEpochSecond(Long.parseLong(parts[1]));
    return clock.instant().isBefore(end) ? Role.of(parts[0]) : Optional.empty();
  }

  private boolean isOurs(String[] parts) {
    return MessageDigest.isEqual(
        signature(parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8),
        parts[2].getBytes(StandardCharsets.UTF_8));
  }

  private String signature(String content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }
}
