package dev.seseragi.apps.pos.field;

import dev.seseragi.apps.json.JsonNumber;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.regex.Pattern;

/** What a number field comes to. */
public sealed interface Whole {
  /** Nothing was sent or typed. */
  record Empty() implements Whole {}

  /** It is no number. */
  record NoNumber() implements Whole {}

  /** A number with a fraction. */
  record Fraction() implements Whole {}

  /** A whole number; those beyond 64 bits are the largest or the smallest. */
  record Value(long value) implements Whole {}

  /** Reads it. Full-width digits and signs are digits and signs. */
  static Whole of(Given given) {
    return switch (given) {
      case Given.Missing(), Given.Nothing() -> new Empty();
      case Given.Typed(var text) -> Typed.read(text);
      case Given.Figure(var number) -> Typed.ofJson(number);
      case Given.Text _, Given.Truth _, Given.Other _ -> new NoNumber();
    };
  }

  /** How people write numbers. */
  final class Typed {
    private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.[0-9]*|\\.[0-9]+)");

    private Typed() {}

    static Whole read(String typed) {
      String text = Normalizer.normalize(typed, Form.NFKC).strip().replace('−', '-');
      if (text.isEmpty()) {
        return new Empty();
      }
      if (DIGITS.matcher(text).matches()) {
        return new Value(saturated(text));
      }
      return DECIMAL.matcher(text).matches() ? new Fraction() : new NoNumber();
    }

    static Whole ofJson(JsonNumber number) {
      return DIGITS.matcher(number.text()).matches()
          ? new Value(saturated(number.text()))
          : new Fraction();
    }

    private static long saturated(String digits) {
      try {
        return Long.parseLong(digits);
      } catch (NumberFormatException tooLarge) {
        return digits.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
    }
  }
}
