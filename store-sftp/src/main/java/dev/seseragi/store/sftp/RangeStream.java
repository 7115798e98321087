package dev.seseragi.store.sftp;

import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.sftp.SftpConnection.OpenFile;
import dev.seseragi.store.sftp.SftpConnection.Pending;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * A range of a file, asked for in parts of 32 KiB of which up to {@link #WINDOW} are on their way
 * or in memory at the same time: 2 MiB. Ends where the file does. For one thread.
 */
final class RangeStream extends InputStream {
  /** What fills a way of 100 ms at 20 MB/s. */
  private static final int WINDOW = 64;

  /** How many parts are asked for before the file's size is known. */
  private static final int FIRST_WINDOW = 8;

  /** Servers that count in signed numbers must not be asked for what lies beyond. */
  private static final long LARGEST_OFFSET = Long.MAX_VALUE / 2;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ConnectionPool.Lease lease;
  private final OpenFile file;
  private final Duration patience;
  private final Queue<Part> sent = new ArrayDeque<>();
  private long nextBytes;
  private long endBytes;
  private ByteBuffer current = NOTHING;
  private boolean isClosed;

  private record Part(long offsetBytes, int count, Pending<Optional<ByteBuffer>> answer) {}

  /**
   * Begins to read.
   *
   * @param lease closed with the stream
   * @param patience how long each part may take
   */
  RangeStream(
      ConnectionPool.Lease lease,
      OpenFile file,
      long offsetBytes,
      long lengthBytes,
      Duration patience) {
    this.lease = lease;
    this.file = file;
    this.patience = patience;
    this.nextBytes = offsetBytes;
    this.endBytes =
        lengthBytes > Long.MAX_VALUE - offsetBytes ? Long.MAX_VALUE : offsetBytes + lengthBytes;
  }

  /**
   * Asks for the file's size and, at the same time, for its first parts.
   *
   * @return what the file is
   */
  Attributes begin(Deadline deadline) throws IOException {
    Pending<Attributes> attributes = lease.connection().stat(file);
    if (nextBytes <= LARGEST_OFFSET) {
      fill(FIRST_WINDOW);
    }
    Attributes found = attributes.await(deadline);
    if (found.sizeBytes() >= 0) {
      endBytes = Math.min(endBytes, found.sizeBytes());
      sent.removeIf(part -> part.offsetBytes() >= endBytes);
    }
    return found;
  }

  private void fill(int window) throws IOException {
    while (sent.size() < window && nextBytes < endBytes) {
      int count = (int) Math.min(SftpConnection.CHUNK_BYTES, endBytes - nextBytes);
      sent.add(new Part(nextBytes, count, lease.connection().read(file, nextBytes, count)));
      nextBytes += count;
    }
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? Byte.toUnsignedInt(current.get()) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(target, offset, count);
    return count;
  }

  private boolean hasMore() throws IOException {
    if (isClosed) {
      throw new IOException("the stream is closed");
    }
    while (!current.hasRemaining()) {
      fill(WINDOW);
      Part part = sent.poll();
      if (part == null) {
        return false;
      }
      current = whole(part);
    }
    return true;
  }

  /** The bytes of a part. Servers may answer with fewer than were asked for. */
  private ByteBuffer whole(Part part) throws IOException {
    ByteBuffer bytes = part.answer().await(Deadline.in(patience)).orElse(NOTHING);
    long wanted = Math.min(part.count(), endBytes - part.offsetBytes());
    if (bytes.remaining() >= wanted) {
      return bytes.slice(bytes.position(), (int) wanted);
    }
    ByteBuffer whole = ByteBuffer.allocate((int) wanted).put(bytes);
    while (whole.hasRemaining()) {
      Optional<ByteBuffer> rest =
          lease
              .connection()
              .read(file, part.offsetBytes() + whole.position(), whole.remaining())
              .await(Deadline.in(patience));
      if (rest.isEmpty() || rest.get().remaining() > whole.remaining()) {
        end(part.offsetBytes() + whole.position());
        break;
      }
      whole.put(rest.get());
    }
    return whole.flip();
  }

  /** Somebody cut the file since it was opened. */
  private void end(long fileEndBytes) {
    endBytes = fileEndBytes;
    sent.clear();
  }

  @Override
  public int available() {
    return current.remaining();
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      sent.clear();
      lease.connection().closeAndForget(file);
      lease.close();
    }
  }
}
