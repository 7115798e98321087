package dev.seseragi.bench.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first line and the header lines of an HTTP/1.1 message, as they came, without line ends.
 *
 * @param firstLine of a request or an answer
 */
record MessageHead(String firstLine, List<String> headers) {
  private static final int MAX_LINE_CHARS = 16_384;
  private static final int MAX_LINES = 200;

  MessageHead {
    headers = List.copyOf(headers);
  }

  /** Reads one; empty if the peer has ended the connection instead. */
  static Optional<MessageHead> read(InputStream in) throws IOException {
    Optional<String> first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<String> headers = new ArrayList<>();
    while (headers.size() < MAX_LINES) {
      String line = line(in).orElseThrow(() -> new IOException("the connection ended in a head"));
      if (line.isEmpty()) {
        return Optional.of(new MessageHead(first.get(), headers));
      }
      headers.add(line);
    }
    throw new IOException("a head has more than %d lines".formatted(MAX_LINES));
  }

  /** The next line without its end; empty if there is nothing more. */
  static Optional<String> line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return Optional.empty();
      }
      if (line.length() == MAX_LINE_CHARS) {
        throw new IOException("a line is longer than %,d bytes".formatted(MAX_LINE_CHARS));
      }
      line.append((char) next);
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return Optional.of(line.toString());
  }

  void write(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder(firstLine).append("\r\n");
    headers.forEach(line -> text.append(line).append("\r\n"));
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** One of the blank-separated words of the first line. */
  String word(int index) throws IOException {
    String[] words = firstLine.split(" ", 3);
    if (words.length <= index) {
      throw new IOException("not the first line of an HTTP message: " + firstLine);
    }
    return words[index];
  }

  Optional<String> header(String name) {
    return headers.stream()
        .filter(line -> isNamed(line, name))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  boolean has(String name, String value) {
    return header(name).filter(value::equalsIgnoreCase).isPresent();
  }

  MessageHead without(String name) {
    return new MessageHead(
        firstLine, headers.stream().filter(line -> !isNamed(line, name)).toList());
  }

  private static boolean isNamed(String line, String name) {
    return line.length() > name.length()
        && line.charAt(name.length()) == ':'
        && line.regionMatches(true, 0, name, 0, name.length());
  }
}
