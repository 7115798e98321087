package dev.seseragi.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The first line and the headers of an HTTP/1.1 message, as they came.
 *
 * @param firstLine without its line end
 * @param lines the headers, without line ends
 */
record HttpHead(String firstLine, List<String> lines) {
  private static final int MAX_BYTES = 64 * 1024;

  HttpHead {
    lines = List.copyOf(lines);
  }

  /** Reads a head; empty if the peer has ended the connection instead. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> lines = new ArrayList<>();
    while (bytes.size() < MAX_BYTES) {
      int next = in.read();
      if (next < 0) {
        if (lines.isEmpty() && bytes.size() == 0) {
          return Optional.empty();
        }
        throw new IOException("the connection ended within a head");
      }
      bytes.write(next);
      if (next != '\n') {
        continue;
      }
      String line = bytes.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      bytes.reset();
      if (line.isEmpty() && !lines.isEmpty()) {
        return Optional.of(new HttpHead(lines.getFirst(), lines.subList(1, lines.size())));
      }
      lines.add(line);
    }
    throw new IOException("a line of a head is longer than %,d bytes".formatted(MAX_BYTES));
  }

  void write(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder(firstLine).append("\r\n");
    lines.forEach(line -> text.append(line).append("\r\n"));
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  WireRequest request() {
    String[] words = firstLine.split(" ", 3);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : lines) {
      headers.merge(nameOf(line), valueOf(line), (one, other) -> one + ", " + other);
    }
    return new WireRequest(words[0], words.length > 1 ? words[1] : "", headers);
  }

  /** Of an answer. */
  int status() throws IOException {
    String[] words = firstLine.split(" ", 3);
    try {
      return Integer.parseInt(words[1]);
    } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("not the first line of an answer: " + firstLine, e);
    }
  }

  Optional<String> header(String name) {
    return lines.stream()
        .filter(line -> nameOf(line).equals(name))
        .map(HttpHead::valueOf)
        .findFirst();
  }

  /** The same head with other headers of some names, or without them where the value is "". */
  HttpHead with(Map<String, String> replacements) {
    List<String> changed = new ArrayList<>();
    lines.stream().filter(line -> !replacements.containsKey(nameOf(line))).forEach(changed::add);
    replacements.forEach((name, value) -> {
      if (!value.isEmpty()) {
        changed.add(name + ": " + value);
      }
    });
    return new HttpHead(firstLine, changed);
  }

  private static String nameOf(String line) {
    return line.substring(0, Math.max(0, line.indexOf(':'))).strip().toLowerCase(Locale.ROOT);
  }

  private static String valueOf(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }
}
