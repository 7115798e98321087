package dev.seseragi.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a range of a file; ends where the file does. For one thread. */
final class FileRange extends InputStream {
  private final FileChannel channel;
  private long positionBytes;
  private long leftBytes;

  private FileRange(FileChannel channel, long positionBytes, long leftBytes) {
    this.channel = channel;
    this.positionBytes = positionBytes;
    this.leftBytes = leftBytes;
  }

  static FileRange open(Path file, long offsetBytes, long lengthBytes) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      // Positions far behind the end are errors on some file systems: never ask for them.
      long leftBytes = Math.min(lengthBytes, Math.max(0, channel.size() - offsetBytes));
      return new FileRange(channel, offsetBytes, leftBytes);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
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
    int wanted = (int) Math.min(length, leftBytes);
    int count = channel.read(ByteBuffer.wrap(target, offset, wanted), positionBytes);
    if (count < 0) {
      leftBytes = 0; // Someone cut the file since it was opened.
      return -1;
    }
    positionBytes += count;
    leftBytes -= count;
    return count;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, leftBytes);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
