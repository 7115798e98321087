package dev.seseragi.engine.capture;

import dev.seseragi.ltx.PageSize;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The database file itself, read past SQLite.
 *
 * <p>POSIX drops all fcntl locks that a process holds on a file, SQLite's included, as soon as the
 * process closes <em>any</em> descriptor of it. So a descriptor, once open, stays open for the life
 * of the process: one for each file that ever was a database, found again by its inode. This
 * registry is the one piece of static state in the engine, because the locks are the process's,
 * too.
 *
 * <p>It is no {@link java.nio.channels.FileChannel}: that one closes itself when a thread that
 * reads from it is interrupted, as housekeeping and proofs are when they are to end.
 */
final class DatabaseFile {
  /** Bytes 16–17 of a database: its page size, where 1 means 65,536 (fileformat2.html §1.3). */
  private static final int PAGE_SIZE_OFFSET = 16;

  private static final int READ_VERSION_OFFSET = 19;
  private static final int CHANGE_COUNTER_OFFSET = 24;
  private static final int HEADER_BYTES = 100;
  private static final int WAL_VERSION = 2;
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private static final Map<Object, RandomAccessFile> OPEN = new ConcurrentHashMap<>();

  private final Path path;
  private final Object fileKey;
  private final RandomAccessFile file;

  /**
   * What the first 100 bytes say.
   *
   * @param pageSize the size of the pages
   * @param isWal whether readers must use a WAL
   * @param changeCounter one more for each commit in the rollback modes
   */
  record Header(PageSize pageSize, boolean isWal, int changeCounter) {}

  private DatabaseFile(Path path, Object fileKey, RandomAccessFile file) {
    this.path = path;
    this.fileKey = fileKey;
    this.file = file;
  }

  /** The file that {@code path} leads to now. */
  static DatabaseFile open(Path path) throws IOException {
    Object key = keyOf(path);
    RandomAccessFile known = OPEN.get(key);
    if (known == null) {
      // Two threads may both open it here; the loser's descriptor must stay open as well.
      RandomAccessFile opened = new RandomAccessFile(path.toFile(), "r");
      RandomAccessFile before = OPEN.putIfAbsent(key, opened);
      known = before == null ? opened : before;
      if (before != null) {
        OPEN.put(opened, opened);
      }
    }
    return new DatabaseFile(path, key, known);
  }

  /** Whether the path leads to another file by now, or to none. */
  boolean isReplaced() {
    try {
      return !fileKey.equals(keyOf(path));
    } catch (IOException gone) {
      return true;
    }
  }

  /**
   * Reads the header.
   *
   * @throws IOException if this is not a SQLite database
   */
  Header header() throws IOException {
    byte[] bytes = new byte[HEADER_BYTES];
    if (read(0, bytes, 0, HEADER_BYTES) < HEADER_BYTES || !startsWithMagic(bytes)) {
      throw new IOException(path + " is not a SQLite database: its header is missing");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int size = Short.toUnsignedInt(buffer.getShort(PAGE_SIZE_OFFSET));
    if (size != 1 && !PageSize.isValid(size)) {
      throw new IOException(path + " is not a SQLite database: its page size is " + size);
    }
    return new Header(
        new PageSize(size == 1 ? 65_536 : size),
        bytes[READ_VERSION_OFFSET] == WAL_VERSION,
        buffer.getInt(CHANGE_COUNTER_OFFSET));
  }

  /** Reads up to {@code length} bytes; how many there were before the file's end. */
  int read(long position, byte[] target, int offset, int length) throws IOException {
    int done = 0;
    // A file has one position: going there and reading belong together.
    synchronized (file) {
      file.seek(position);
      while (done < length) {
        int read = file.read(target, offset + done, length - done);
        if (read < 0) {
          break;
        }
        done += read;
      }
    }
    return done;
  }

  /** How long the file is. */
  long sizeBytes() throws IOException {
    return file.length();
  }

  private static boolean startsWithMagic(byte[] bytes) {
    return Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static Object keyOf(Path path) throws IOException {
    return Objects.requireNonNull(
        Files.readAttributes(path, BasicFileAttributes.class).fileKey(),
        "this file system does not tell files apart");
  }
}
