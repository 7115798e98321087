package dev.seseragi.engine.capture;

import dev.seseragi.engine.wal.WalHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code -wal} file beside a database, for reading. SQLite takes no locks on it, so it may be
 * opened and closed freely (unlike the database and {@code -shm}).
 */
final class WalFile implements AutoCloseable {
  private final Path path;
  private final byte[] headerBytes = new byte[WalHeader.BYTES];
  private @Nullable FileChannel channel;
  private @Nullable Object fileKey;
  private @Nullable WalHeader lastHeader;
  private final byte[] lastHeaderBytes = new byte[WalHeader.BYTES];

  WalFile(Path database) {
    this.path = Path.of(database + "-wal");
  }

  /** The header that the file has now; empty if there is no file or no valid header. */
  Optional<WalHeader> header() throws IOException {
    FileChannel open = channel();
    if (open == null || !readFully(open, ByteBuffer.wrap(headerBytes), 0)) {
      return Optional.empty();
    }
    if (lastHeader == null || !Arrays.equals(headerBytes, lastHeaderBytes)) {
      System.arraycopy(headerBytes, 0, lastHeaderBytes, 0, headerBytes.length);
      lastHeader = WalHeader.parse(headerBytes).orElse(null);
    }
    return Optional.ofNullable(lastHeader);
  }

  /** Reads {@code length} bytes; false if the file ends before. */
  boolean read(long position, byte[] target, int length) throws IOException {
    FileChannel open = channel();
    return open != null && readFully(open, ByteBuffer.wrap(target, 0, length), position);
  }

  /** How long the file is, 0 if there is none. */
  long sizeBytes() throws IOException {
    FileChannel open = channel();
    return open == null ? 0 : open.size();
  }

  /** Whether the path leads to another file than the one that is open (or to none). */
  boolean isReplaced() throws IOException {
    return channel != null && !Objects.equals(fileKey, currentKey());
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
      lastHeader = null;
    }
  }

  private @Nullable FileChannel channel() throws IOException {
    if (channel == null) {
      try {
        channel = FileChannel.open(path, StandardOpenOption.READ);
        fileKey = currentKey();
      } catch (NoSuchFileException notYet) {
        return null;
      }
    }
    return channel;
  }

  private @Nullable Object currentKey() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private static boolean readFully(FileChannel source, ByteBuffer target, long position)
      throws IOException {
    while (target.hasRemaining()) {
      int read = source.read(target, position);
      if (read < 0) {
        return false;
      }
      position += read;
    }
    return true;
  }
}
