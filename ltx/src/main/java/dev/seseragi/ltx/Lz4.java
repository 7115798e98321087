package dev.seseragi.ltx;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.util.Native;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;
import org.jspecify.annotations.Nullable;

/**
 * Which LZ4 is used for what (docs/decisions/0002-lz4-library.md): the native library is several
 * times faster than Java, but its first use in a process takes about 40 ms.
 */
final class Lz4 {
  private Lz4() {}

  /** Loading is tried once a process, when this class is first touched. */
  private static final class Library {
    static final @Nullable LZ4Factory NATIVE = load();

    private static @Nullable LZ4Factory load() {
      try {
        return LZ4Factory.nativeInstance();
      } catch (LinkageError | UnsupportedOperationException | AssertionError e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        Logger log = System.getLogger(Lz4.class.getName());
        log.log(
            Level.INFO,
            "native LZ4 does not load here; Java does its work and takes 2 to 3 times as long. To"
                + " have it, let java.io.tmpdir be a folder that allows executable files, or put"
                + " liblz4-java into java.library.path. Cause: {0}",
            cause.toString());
        return null;
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
    LZ4Factory library = Library.NATIVE;
    return (library == null ? LZ4Factory.safeInstance() : library).fastCompressor();
  }

  /** Loads the native library if need be; null where it does not load. */
  static @Nullable LZ4SafeDecompressor nativeDecompressor() {
    LZ4Factory library = Library.NATIVE;
    return library == null ? null : library.safeDecompressor();
  }

  /** Null unless the native library is there already. */
  static @Nullable LZ4SafeDecompressor loadedDecompressor() {
    return Native.isLoaded() ? nativeDecompressor() : null;
  }

  /** The checksum inside LZ4 frames. Native code would not be faster. */
  static XXHash32 checksum() {
    return XXHashFactory.safeInstance().hash32();
  }
}
