package dev.seseragi.apps.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes compact JSON as UTF-8. Whether names and values come where they may is up to the caller.
 * Not safe for use by many threads.
 */
public final class JsonWriter {
  private static final int FIRST_BYTES = 512;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** The most that one char becomes: a backslash, u and four digits. */
  private static final int MAX_BYTES_A_CHAR = 6;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;
  private boolean needsComma;

  /** An empty writer. */
  public JsonWriter() {}

  /** Begins an object. */
  public JsonWriter beginObject() {
    return open('{');
  }

  /** Ends an object. */
  public JsonWriter endObject() {
    return close('}');
  }

  /** Begins a list. */
  public JsonWriter beginList() {
    return open('[');
  }

  /** Ends a list. */
  public JsonWriter endList() {
    return close(']');
  }

  /** The name of the next value. */
  public JsonWriter name(String name) {
    comma();
    quote(name);
    append(':');
    needsComma = false;
    return this;
  }

  /** A text, or null. */
  public JsonWriter value(@Nullable String text) {
    comma();
    if (text == null) {
      ascii("null");
    } else {
      quote(text);
    }
    needsComma = true;
    return this;
  }

  /** A whole number. */
  public JsonWriter value(long number) {
    comma();
    ascii(Long.toString(number));
    needsComma = true;
    return this;
  }

  /** True or false. */
  public JsonWriter value(boolean truth) {
    comma();
    ascii(Boolean.toString(truth));
    needsComma = true;
    return this;
  }

  /**
   * Maps, iterables, texts, whole numbers, booleans and null, in any nesting.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public JsonWriter any(@Nullable Object value) {
    return switch (value) {
      case null -> value((String) null);
      case String text -> value(text);
      case Long number -> value(number);
      case Integer number -> value(number.longValue());
      case Boolean truth -> value((boolean) truth);
      case Map<?, ?> map -> {
        beginObject();
        map.forEach((name, inner) -> name(String.valueOf(name)).any(inner));
        yield endObject();
      }
      case Iterable<?> list -> {
        beginList();
        list.forEach(this::any);
        yield endList();
      }
      default ->
          throw new IllegalArgumentException("JSON is not made from " + value.getClass().getName());
    };
  }

  /** A name and its text, or null. */
  public JsonWriter field(String name, @Nullable String text) {
    return name(name).value(text);
  }

  /** A name and its whole number. */
  public JsonWriter field(String name, long number) {
    return name(name).value(number);
  }

  /** A name and its truth. */
  public JsonWriter field(String name, boolean truth) {
    return name(name).value(truth);
  }

  /** How many bytes are here. */
  public int length() {
    return length;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Gives away what was written so far, and goes on behind it. */
  public void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  private JsonWriter open(char bracket) {
    comma();
    append(bracket);
    needsComma = false;
    return this;
  }

  private JsonWriter close(char bracket) {
    append(bracket);
    needsComma = true;
    return this;
  }

  private void comma() {
    if (needsComma) {
      append(',');
    }
  }

  private void append(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  private void ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  private void quote(String text) {
    reserve(2 + text.length() * MAX_BYTES_A_CHAR);
    bytes[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x80) {
        if (c == '"' || c == '\\') {
          bytes[length++] = '\\';
        }
        bytes[length++] = (byte) c;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else if (c < ' ' || Character.isSurrogate(c)) {
        escape(c);
      } else {
        utf8(c);
      }
    }
    bytes[length++] = '"';
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    switch (c) {
      case '\n' -> bytes[length++] = 'n';
      case '\r' -> bytes[length++] = 'r';
      case '\t' -> bytes[length++] = 't';
      default -> {
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
          bytes[length++] = HEX[(c >> shift) & 0xf];
        }
      }
    }
  }

  private void utf8(int point) {
    if (point < 0x800) {
      bytes[length++] = (byte) (0xc0 | point >> 6);
    } else {
      if (point < 0x10000) {
        bytes[length++] = (byte) (0xe0 | point >> 12);
      } else {
        bytes[length++] = (byte) (0xf0 | point >> 18);
        bytes[length++] = (byte) (0x80 | (point >> 12 & 0x3f));
      }
      bytes[length++] = (byte) (0x80 | (point >> 6 & 0x3f));
    }
    bytes[length++] = (byte) (0x80 | (point & 0x3f));
  }
}
