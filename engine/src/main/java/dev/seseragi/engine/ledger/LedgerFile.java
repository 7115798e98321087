package dev.seseragi.engine.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a ledger: two records ("settled" and "in progress") and one hash a page.
 *
 * <p>Ordinary reads and writes, no mapping: a mapped file that somebody truncates ends the process.
 */
final class LedgerFile implements AutoCloseable {
  private static final long MAGIC = 0x5345_5345_4c45_4401L; // "SESELED", version 1
  private static final int RECORD_BYTES = 8 + LedgerState.BYTES + 8 + 8;
  private static final long SETTLED_OFFSET = 0;
  private static final long IN_PROGRESS_OFFSET = 512;
  private static final long HASHES_OFFSET = 4096;

  private final Path path;
  private final FileChannel channel;
  private final @Nullable Object fileKey;

  /** A record: which state, and the sum of the hashes in it. */
  record Entry(LedgerState state, long sum) {}

  private LedgerFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.fileKey = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /** Opens the file, making an empty one if there is none. */
  static LedgerFile open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    return new LedgerFile(path, channel);
  }

  /** Whether the path still leads to this file, and the file still has all of its hashes. */
  boolean isInPlace(int pages) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return Objects.equals(fileKey, attributes.fileKey())
          && channel.size() == HASHES_OFFSET + pages * 8L;
    } catch (IOException gone) {
      return false;
    }
  }

  Optional<Entry> readSettled() throws IOException {
    return readRecord(SETTLED_OFFSET);
  }

  Optional<Entry> readInProgress() throws IOException {
    return readRecord(IN_PROGRESS_OFFSET);
  }

  void writeSettled(Entry entry) throws IOException {
    writeRecord(entry, SETTLED_OFFSET);
  }

  void writeInProgress(Entry entry) throws IOException {
    writeRecord(entry, IN_PROGRESS_OFFSET);
  }

  /** Reads hashes into {@code target} from page {@code pageNumber} on; false if the file ends. */
  boolean readHashes(int pageNumber, ByteBuffer target) throws IOException {
    return readFully(target, offsetOf(pageNumber));
  }

  /** Writes hashes from page {@code pageNumber} on. */
  void writeHashes(int pageNumber, ByteBuffer source) throws IOException {
    writeFully(source, offsetOf(pageNumber));
  }

  /** Makes the file hold exactly {@code pages} hashes; new ones are 0. */
  void resize(int pages) throws IOException {
    long size = offsetOf(pages + 1);
    if (channel.size() > size) {
      channel.truncate(size);
    } else if (channel.size() < size) {
      writeFully(ByteBuffer.allocate(1), size - 1);
    }
  }

  /** Removes everything, so that no later process believes what is in it. */
  void clear() throws IOException {
    channel.truncate(0);
  }

  void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static long offsetOf(long pageNumber) {
    return HASHES_OFFSET + (pageNumber - 1) * 8;
  }

  private Optional<Entry> readRecord(long offset) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES).order(ByteOrder.BIG_ENDIAN);
    if (!readFully(record, offset)) {
      return Optional.empty();
    }
    record.flip();
    long stored = record.getLong(RECORD_BYTES - 8);
    if (record.getLong() != MAGIC || stored != checksum(record)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Entry(LedgerState.read(record), record.getLong()));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private void writeRecord(Entry entry, long offset) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES).order(ByteOrder.BIG_ENDIAN);
    record.putLong(MAGIC);
    entry.state().write(record);
    record.putLong(entry.sum());
    record.putLong(checksum(record));
    writeFully(record.flip(), offset);
  }

  private static long checksum(ByteBuffer record) {
    CRC32C crc = new CRC32C();
    crc.update(record.slice(0, RECORD_BYTES - Long.BYTES));
    return crc.getValue();
  }

  private boolean readFully(ByteBuffer target, long position) throws IOException {
    while (target.hasRemaining()) {
      int read = channel.read(target, position);
      if (read < 0) {
        return false;
      }
      position += read;
    }
    return true;
  }

  private void writeFully(ByteBuffer source, long position) throws IOException {
    while (source.hasRemaining()) {
      position += channel.write(source, position);
    }
  }
}
