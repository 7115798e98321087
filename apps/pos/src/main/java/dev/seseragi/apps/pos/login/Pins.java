package dev.seseragi.apps.pos.login;

import dev.seseragi.apps.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The PINs of the roles. */
public final class Pins {
  private static final String PREFIX = "POS_PIN_";
  private static final Pattern FORM = Pattern.compile("[0-9]{4,12}");

  private final Map<Role, String> pins;

  private Pins(Map<Role, String> pins) {
    this.pins = new EnumMap<>(Role.class);
    this.pins.putAll(pins);
  }

  /** None: everything is open. */
  public static Pins none() {
    return new Pins(Map.of());
  }

  /** Reads {@code POS_PIN_ADMIN}, {@code …RECEPTION} and {@code …KITCHEN}. */
  public static Pins read(Settings settings) {
    Map<Role, String> pins = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      Optional<String> pin = settings.secret(PREFIX + role.name());
      pin.ifPresent(one -> pins.put(role, one));
      if (pin.isPresent() && !FORM.matcher(pin.get()).matches()) {
        settings.wrong(PREFIX + role.name() + ": expected 4 to 12 digits, found something else");
      }
    }
    if (!pins.isEmpty() && !pins.containsKey(Role.ADMIN)) {
      settings.wrong(
          "POS_PIN_ADMIN: expected 4 to 12 digits because another PIN is set, found none");
    }
    if (new HashSet<>(pins.values()).size() < pins.size()) {
      settings.wrong("POS_PIN_…: expected a different PIN for each role, found two that are equal");
    }
    return new Pins(pins);
  }

  /** Whether none is set. */
  public boolean isOpen() {
    return pins.isEmpty();
  }

  /** Whose PIN it is. Takes as long whichever it is. */
  public Optional<Role> roleOf(String pin) {
    byte[] given = pin.getBytes(StandardCharsets.UTF_8);
    Optional<Role> found = Optional.empty();
    for (Map.Entry<Role, String> one : pins.entrySet()) {
      if (MessageDigest.isEqual(one.getValue().getBytes(StandardCharsets.UTF_8), given)) {
        found = Optional.of(one.getKey());
      }
    }
    return found;
  }
}
