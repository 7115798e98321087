package dev.seseragi.apps.pos.view;

import java.util.Locale;
import java.util.OptionalLong;

/** How numbers are written. */
public final class Format {
  private Format() {}

  /** {@code 12,345}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 12,345円}. */
  public static String yen(long amount) {
    return count(amount) + "円";
  }

  /** The same, or a dash. */
  public static String yen(OptionalLong amount) {
    return amount.isPresent() ? yen(amount.getAsLong()) : "—";
  }
}
