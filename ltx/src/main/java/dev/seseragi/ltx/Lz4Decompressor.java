package dev.seseragi.ltx;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses LZ4 blocks: the first {@link #PROMPT_BYTES} by what needs no loading, all that
 * follows by what is fast. Not thread-safe.
 */
final class Lz4Decompressor {
  /** Where loading the native library begins to be worth its time. */
  static final int PROMPT_BYTES = 256 * 1024;

  private @Nullable LZ4SafeDecompressor library;
  private long promptBytesLeft;

  /** A decompressor that will be asked for at least {@code expectedBytes} bytes of pages. */
  Lz4Decompressor(long expectedBytes) {
    boolean isMuch = expectedBytes > PROMPT_BYTES;
    promptBytesLeft = isMuch ? 0 : PROMPT_BYTES;
    library = isMuch ? Lz4.nativeDecompressor() : Lz4.loadedDecompressor();
  }

  /**
   * Decompresses the block that stands next in {@code input}, and leaves it there.
   *
   * @param length how long the block is; {@link SegmentInput#require} has brought it
   * @param maxBytes how many bytes may be put to {@code into[offset]} and behind
   * @return how many were put there
   * @throws LtxException if the block is damaged or holds more
   */
  int decompress(SegmentInput input, int length, byte[] into, int offset, int maxBytes) {
    byte[] block = input.buffer();
    int start = input.position();
    int bytes;
    if (library == null) {
      bytes = Lz4BlockDecoder.decompress(block, start, length, into, offset, maxBytes);
      if (bytes == Lz4BlockDecoder.DAMAGED) {
        throw damage(input, maxBytes, null);
      }
      loadWhenWorthwhile(bytes);
    } else {
      try {
        bytes = library.decompress(block, start, length, into, offset, maxBytes);
      } catch (LZ4Exception e) {
        throw damage(input, maxBytes, e);
      }
    }
    return bytes;
  }

  private void loadWhenWorthwhile(int bytes) {
    if (promptBytesLeft > 0) {
      promptBytesLeft -= bytes;
      if (promptBytesLeft <= 0) {
        library = Lz4.nativeDecompressor();
      }
    }
  }

  private static LtxException damage(SegmentInput input, int maxBytes, @Nullable Throwable cause) {
    return new LtxException(
        input.segment(),
        input.offset(),
        "expected an LZ4 block of at most %d bytes, found a damaged one".formatted(maxBytes),
        cause);
  }
}
