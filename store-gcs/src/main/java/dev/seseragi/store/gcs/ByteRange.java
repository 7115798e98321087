package dev.seseragi.store.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of an object.
 *
 * @param from the first byte
 * @param to the last byte; {@link Long#MAX_VALUE} for the end
 */
record ByteRange(long from, long to) {
  /** No object of Google's is larger than 5 TiB: a read from further on finds nothing. */
  private static final long LARGEST_OBJECT_BYTES = 5L << 40;

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  static ByteRange of(long offsetBytes, long lengthBytes) {
    long from = Math.min(offsetBytes, LARGEST_OBJECT_BYTES);
    return new ByteRange(
        from, lengthBytes > LARGEST_OBJECT_BYTES ? Long.MAX_VALUE : from + lengthBytes - 1);
  }

  private boolean isWhole() {
    return from == 0 && to == Long.MAX_VALUE;
  }

  Map<String, String> headers() {
    return isWhole()
        ? Map.of()
        : Map.of("Range", "bytes=" + from + "-" + (to == Long.MAX_VALUE ? "" : to));
  }

  /** The bytes of a success; empty if they are not of this range. */
  Optional<InputStream> content(Answer answer) {
    if (answer.status() == 200 && isWhole()) {
      OptionalLong length = answer.headers().firstValueAsLong("Content-Length");
      return Optional.of(
          length.isPresent() ? new Exactly(answer.body(), length.getAsLong()) : answer.body());
    }
    Matcher given = CONTENT_RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
    if (answer.status() == 206 && given.matches()) {
      long first = Long.parseLong(given.group(1));
      long last = Long.parseLong(given.group(2));
      long end = given.group(3).equals("*") ? last + 1 : Long.parseLong(given.group(3));
      if (first == from && last == Math.min(to, end - 1)) {
        return Optional.of(new Exactly(answer.body(), last - first + 1));
      }
    }
    close(answer);
    return Optional.empty();
  }

  private static void close(Answer answer) {
    try {
      answer.body().close();
    } catch (IOException e) {
      // It is of no use anyway.
    }
  }

  /** A stream that ends behind a number of bytes, and nowhere before. */
  private static final class Exactly extends InputStream {
    private final InputStream in;
    private long leftBytes;

    Exactly(InputStream in, long lengthBytes) {
      this.in = in;
      this.leftBytes = lengthBytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (leftBytes == 0) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, leftBytes));
      if (count < 0) {
        throw new IOException("the answer ended %,d bytes too early".formatted(leftBytes));
      }
      leftBytes -= count;
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
