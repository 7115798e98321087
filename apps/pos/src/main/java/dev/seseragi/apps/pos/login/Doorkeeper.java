package dev.seseragi.apps.pos.login;

import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides about requests. Safe for use by many threads. */
public final class Doorkeeper {
  private static final Pattern ALWAYS_OPEN =
      Pattern.compile(
          "/call(/.*)?|/api/call|/events|/login|/healthz|/readyz|/metrics|/openapi\\.json"
              + "|/assets/.*|/images/.*|/favicon\\..*|/api/test/.*");
  private static final String BEARER = "Bearer ";

  private final Pins pins;
  private final Sessions sessions;
  private final Attempts attempts;

  /** Decides by these PINs. */
  public Doorkeeper(Pins pins, Sessions sessions, InstantSource clock) {
    this.pins = pins;
    this.sessions = sessions;
    this.attempts = new Attempts(clock);
  }

  /** What somebody asks with. */
  public record Visitor(String address, @Nullable String cookie, @Nullable String authorization) {}

  /** What a PIN came to. */
  public sealed interface Entry {
    /** It is right. */
    record Welcome(Role role, String session) implements Entry {}

    /** It is wrong. */
    record Wrong() implements Entry {}

    /** Too many were wrong lately. */
    record TooOften() implements Entry {}
  }

  /** What is to become of a request. */
  public sealed interface Decision {
    /** It may pass; the role is empty where everybody may. */
    record Pass(Optional<Role> role) implements Decision {}

    /** Whoever it is has to log in. */
    record Unknown() implements Decision {}

    /** Too many PINs were wrong lately. */
    record TooOften() implements Decision {}

    /** The role may not. */
    record Forbidden(Role role) implements Decision {}
  }

  /** Whether there are PINs at all. */
  public boolean hasPins() {
    return !pins.isOpen();
  }

  /** Who it is; an administrator if there are no PINs. */
  public Optional<Role> roleOf(Visitor visitor) {
    if (pins.isOpen()) {
      return Optional.of(Role.ADMIN);
    }
    return Optional.ofNullable(visitor.cookie()).flatMap(sessions::read);
  }

  /** Tries a PIN. */
  public Entry enter(String address, String pin) {
    if (!attempts.mayTry(address)) {
      return new Entry.TooOften();
    }
    Optional<Role> role = pins.roleOf(pin);
    if (role.isEmpty()) {
      attempts.failed(address);
      return new Entry.Wrong();
    }
    return new Entry.Welcome(role.get(), sessions.issue(role.get()));
  }

  /** Decides about a request. */
  public Decision decide(Visitor visitor, String method, String path) {
    Optional<Role> role = roleOf(visitor);
    String authorization = visitor.authorization();
    if (!pins.isOpen() && authorization != null && authorization.startsWith(BEARER)) {
      switch (enter(visitor.address(), authorization.substring(BEARER.length()).strip())) {
        case Entry.Welcome(var known, var _) -> role = Optional.of(known);
        case Entry.Wrong() -> {
          return new Decision.Unknown();
        }
        case Entry.TooOften() -> {
          return new Decision.TooOften();
        }
      }
    }
    if (ALWAYS_OPEN.matcher(path).matches()) {
      return new Decision.Pass(role);
    }
    if (role.isEmpty()) {
      return new Decision.Unknown();
    }
    return role.get().allows(method, path)
        ? new Decision.Pass(role)
        : new Decision.Forbidden(role.get());
  }
}
