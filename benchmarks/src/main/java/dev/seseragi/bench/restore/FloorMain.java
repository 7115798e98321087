package dev.seseragi.bench.restore;

import dev.seseragi.ltx.LtxHeader;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.jspecify.annotations.Nullable;

/**
 * The least that a restore of one segment can take: reads it from its beginning to its end and
 * decompresses its pages, in one thread, with no checksum and no check. With a target it also
 * writes them there in order and brings them to the disk.
 */
public final class FloorMain {
  private static final int READ_BYTES = 1 << 20;
  private static final int WRITE_BYTES = 1 << 18;
  private static final int PAGE_SIZE_AT = 8;

  private FloorMain() {}

  /** Arguments: segment in block format; file to write, or none. */
  public static void main(String[] args) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(Path.of(args[0])), READ_BYTES))) {
      if (args.length == 1) {
        System.out.println(decompress(in, null) + " pages");
        return;
      }
      try (FileChannel out =
          FileChannel.open(
              Path.of(args[1]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        System.out.println(decompress(in, out) + " pages");
        out.force(true);
      }
    }
  }

  private static long decompress(DataInputStream in, @Nullable FileChannel out) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(LtxHeader.BYTES));
    int pageSize = header.getInt(PAGE_SIZE_AT);
    LZ4SafeDecompressor lz4 = LZ4Factory.nativeInstance().safeDecompressor();
    byte[] block = new byte[2 * pageSize];
    byte[] pages = new byte[Math.max(WRITE_BYTES, pageSize)];
    int filled = 0;
    long count = 0;
    for (int page = in.readInt(); page != 0; page = in.readInt()) {
      short flags = in.readShort();
      if (flags != 1) {
        throw new IOException("the floor is measured on pages in block format, found " + flags);
      }
      int length = in.readInt();
      readFully(in, block, length);
      filled += lz4.decompress(block, 0, length, pages, filled, pageSize);
      count++;
      if (filled == pages.length) {
        write(out, pages, filled);
        filled = 0;
      }
    }
    write(out, pages, filled);
    in.skipNBytes(Short.BYTES);
    in.transferTo(java.io.OutputStream.nullOutputStream());
    return count;
  }

  private static void readFully(InputStream in, byte[] block, int length) throws IOException {
    if (in.readNBytes(block, 0, length) < length) {
      throw new IOException("the segment ends in the middle of a page");
    }
  }

  private static void write(@Nullable FileChannel out, byte[] pages, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(pages, 0, length);
    while (out != null && buffer.hasRemaining()) {
      out.write(buffer);
    }
  }
}
