package dev.seseragi.engine.fence.schedule;

import dev.seseragi.store.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The content of an object. Equal if the bytes are. */
final class Blob {
  private final byte[] bytes;
  private final int hash;
  private final String maker;
  private @Nullable Segment segment;

  /**
   * @param maker who sent it first, for stories
   */
  Blob(Body body, String maker) {
    try (InputStream in = body.open()) {
      this.bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    this.hash = Arrays.hashCode(bytes);
    this.maker = maker;
  }

  String maker() {
    return maker;
  }

  long sizeBytes() {
    return bytes.length;
  }

  InputStream open(long offsetBytes, long lengthBytes) {
    int offset = (int) Math.min(offsetBytes, bytes.length);
    int length = (int) Math.min(lengthBytes, bytes.length - offset);
    return new ByteArrayInputStream(bytes, offset, length);
  }

  /** What it does to the database; it has to be a segment. */
  Segment segment() {
    if (segment == null) {
      segment = Segment.decode(bytes);
    }
    return segment;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Blob blob && hash == blob.hash && Arrays.equals(bytes, blob.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
