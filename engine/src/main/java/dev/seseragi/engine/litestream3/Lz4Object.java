package dev.seseragi.engine.litestream3;

import java.io.IOException;
import java.io.InputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4FrameInputStream;

/**
 * The bytes inside an object: one LZ4 frame, with its checksums. Takes 8 MiB while open, whatever
 * its size, for the blocks of 4 MiB that Litestream 0.3 writes.
 */
final class Lz4Object implements AutoCloseable {
  private final String name;
  private final InputStream raw;
  private final InputStream in;

  Lz4Object(String name, InputStream raw) {
    this.name = name;
    this.raw = raw;
    try {
      this.in = new LZ4FrameInputStream(raw);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /** Reads on; fewer bytes than asked for only at the end. */
  int read(byte[] bytes, int offset, int length) {
    try {
      return in.readNBytes(bytes, offset, length);
    } catch (IOException e) {
      throw damaged(e);
    } catch (RuntimeException e) {
      // The decompressor's own exception for what is no LZ4; a store's failure comes as it is.
      if (e instanceof LZ4Exception) {
        throw damaged(e);
      }
      throw e;
    }
  }

  private Litestream3Exception damaged(Exception e) {
    return new Litestream3Exception(name, "it is no complete LZ4 frame: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      raw.close();
    } catch (IOException e) {
      // Only read from, and read to its end or given up.
    }
  }
}
