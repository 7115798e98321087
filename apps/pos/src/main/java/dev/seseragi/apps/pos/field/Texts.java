package dev.seseragi.apps.pos.field;

import java.text.Normalizer;
import java.text.Normalizer.Form;

/** Brings texts to one form. */
public final class Texts {
  private static final int REPLACEMENT = 0xFFFD;

  private Texts() {}

  /**
   * Without what no field can hold: control characters other than a line's end and a tab, and
   * halves of surrogate pairs. A form sends line ends of two characters; they become one.
   */
  public static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .replace('\r', '\n')
        .codePoints()
        .forEach(point -> {
          if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            clean.appendCodePoint(REPLACEMENT);
          } else if (point == '\n' || point == '\t' || !Character.isISOControl(point)) {
            clean.appendCodePoint(point);
          }
        });
    return clean.toString();
  }

  /** A name: without white space at its ends (full-width, too), composed. */
  public static String name(String text) {
    return Normalizer.normalize(text.strip(), Form.NFC);
  }

  /** How people count: code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
