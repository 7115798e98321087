package dev.seseragi.ltx;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.util.Native;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Which of lz4-java's variants is used for what (docs/decisions/0002-lz4-library.md): the native
 * one is several times faster, but its first use in a process costs about 30 ms.
 */
final class Lz4 {
  private Lz4() {}

  /** Loading is tried once a process, when this class is first touched. */
  private static final class Fast {
    static final LZ4Factory FACTORY = load();

    private static LZ4Factory load() {
      try {
        return LZ4Factory.nativeInstance();
      } catch (LinkageError | UnsupportedOperationException | AssertionError e) {
        Logger log = System.getLogger(Lz4.class.getName());
        log.log(
            Level.INFO,
            "native LZ4 does not load here, using the Java variant, which is 2 to 4 times slower."
                + " To have it, let java.io.tmpdir be a folder that allows executable files, or"
                + " put liblz4-java into java.library.path. Cause: {0}",
            e);
        return LZ4Factory.safeInstance();
      }
    }
  }

  /** The largest LZ4 block that {@code bytes} bytes become. */
  static int maxCompressedBytes(int bytes) {
    return bytes + bytes / 255 + 16;
  }

  /**
   * Always the same one in a process, so that the same pages give the same bytes whatever else the
   * process does.
   */
  static LZ4Compressor compressor() {
    return Fast.FACTORY.fastCompressor();
  }

  /** For more than a few pages. */
  static LZ4SafeDecompressor fastDecompressor() {
    return Fast.FACTORY.safeDecompressor();
  }

  /** For the first few pages, unless the native variant is there already. */
  static LZ4SafeDecompressor promptDecompressor() {
    return Native.isLoaded() ? fastDecompressor() : LZ4Factory.safeInstance().safeDecompressor();
  }

  /** The checksum inside LZ4 frames. Native code would not be faster. */
  static XXHash32 checksum() {
    return XXHashFactory.safeInstance().hash32();
  }
}
