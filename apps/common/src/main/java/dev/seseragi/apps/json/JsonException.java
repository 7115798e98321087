package dev.seseragi.apps.json;

/** Bytes that are not JSON. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  JsonException(String message) {
    super(message);
  }
}
