package dev.seseragi.apps.users;

import java.util.OptionalLong;

/** Ids as text. */
final class Ids {
  private Ids() {}

  /** Decimal digits of a number that 64 bits hold; empty for everything else. */
  static OptionalLong digits(String text) {
    boolean isDigits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    try {
      return isDigits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }
}
