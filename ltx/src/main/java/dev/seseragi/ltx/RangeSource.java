package dev.seseragi.ltx;

import java.io.IOException;
import java.io.InputStream;

/** Opens parts of one segment, wherever it lies. */
@FunctionalInterface
public interface RangeSource {
  /**
   * Opens bytes {@code offset} up to, not including, {@code offset + length}. The stream ends early
   * only where the segment does. The caller closes it.
   *
   * @throws IOException if the segment cannot be read
   */
  InputStream open(long offset, long length) throws IOException;
}
