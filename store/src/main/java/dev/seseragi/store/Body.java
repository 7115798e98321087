package dev.seseragi.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of an object to be written. Can be opened any number of times, by any thread, and gives
 * the same bytes each time: a request is repeated with exactly what was sent before.
 */
public interface Body {
  /** How many bytes there are. */
  long sizeBytes();

  /** Opens the bytes from the beginning; the caller closes the stream. */
  InputStream open() throws IOException;

  /** A body in memory. The array is not copied: nobody may change it afterwards. */
  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long sizeBytes() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /** A body in a local file that nobody changes or deletes while it is used. */
  static Body of(Path file) throws IOException {
    long sizeBytes = Files.size(file);
    return new Body() {
      @Override
      public long sizeBytes() {
        return sizeBytes;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    };
  }
}
