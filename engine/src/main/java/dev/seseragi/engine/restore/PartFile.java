package dev.seseragi.engine.restore;

import dev.seseragi.SeseragiException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadFactory;

/**
 * A database that is being written, beside its target and under another name until it is complete.
 * Deleted when it is closed before that. Safe for writing by several threads.
 *
 * <p>It is locked as long as its process lives, so that what a killed restore left behind can be
 * told from the file of one under way, and is removed by the next restore to the same target.
 */
final class PartFile implements AutoCloseable {
  private static final String MARK = ".seseragi-restore-";

  /** More than this many restores to one target at a time are refused. */
  private static final int MAX_NAMES = 100;

  private final Target target;
  private final Path path;
  private final RandomAccessFile file;
  private final EarlySync earlySync;
  private boolean isTaken;

  private PartFile(Target target, Path path, RandomAccessFile file, ThreadFactory waiting) {
    this.target = target;
    this.path = path;
    this.file = file;
    this.earlySync = new EarlySync(file.getChannel(), waiting);
  }

  /**
   * Makes an empty file beside the target.
   *
   * @param waiting makes threads that wait for the disk
   */
  static PartFile create(Target target, long processId, ThreadFactory waiting) {
    try {
      removeLeftovers(target);
      Path path = newPath(target, processId);
      target.copyAccessTo(path);
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      PartFile part = new PartFile(target, path, file, waiting);
      part.lock();
      return part;
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  private static Path newPath(Target target, long processId) throws IOException {
    for (int i = 0; i < MAX_NAMES; i++) {
      Path path = target.folder().resolve("." + target.fileName() + MARK + processId + "-" + i);
      try {
        return Files.createFile(path);
      } catch (FileAlreadyExistsException taken) {
        // Another restore to the same target is under way.
      }
    }
    throw new TargetException(
        "cannot restore to %s: %d restores to it are under way"
            .formatted(target.path(), MAX_NAMES));
  }

  private static void removeLeftovers(Target target) throws IOException {
    String begin = "." + target.fileName() + MARK;
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(
            target.folder(), file -> String.valueOf(file.getFileName()).startsWith(begin))) {
      for (Path leftover : leftovers) {
        if (!isInUse(leftover)) {
          Files.deleteIfExists(leftover);
        }
      }
    }
  }

  private static boolean isInUse(Path leftover) {
    try (FileChannel channel = FileChannel.open(leftover, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException | IOException e) {
      // Locked by this process, or nobody can tell: then it stays.
      return true;
    }
  }

  private void lock() {
    try {
      file.getChannel().tryLock();
    } catch (IOException e) {
      // A file system without locks: then nobody takes it for a leftover either (see isInUse).
    }
  }

  Path path() {
    return path;
  }

  /** Makes the file that long: what was not written is zeros. */
  void setSize(long bytes) {
    try {
      file.setLength(bytes);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  /** Writes bytes to a place of their own. */
  void write(byte[] bytes, int offset, int length, long position) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        file.getChannel().write(buffer, position + buffer.position() - offset);
      }
      earlySync.wrote(length);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  /** Reads the first {@code length} bytes of an array from a place in the file. */
  void read(byte[] bytes, int length, long position) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    try {
      while (buffer.hasRemaining()) {
        if (file.getChannel().read(buffer, position + buffer.position()) < 0) {
          throw new EOFException("it ends before byte " + (position + length));
        }
      }
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  /** Brings all that was written to the disk. */
  void sync() {
    try {
      earlySync.end();
      file.getChannel().force(true);
    } catch (InterruptedException e) {
      throw ReadAhead.interrupted();
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  /** Gives the file, which must be on disk, its final name. */
  void take() {
    try {
      target.take(path);
      isTaken = true;
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  /** Deletes the file unless it has its final name. */
  @Override
  public void close() {
    try (file) {
      if (!isTaken) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  private static SeseragiException cannotWrite(Target target, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return ReadAhead.interrupted();
    }
    return new TargetException(
        "cannot write or read the new database beside " + target.path() + ": " + Target.reason(e),
        e);
  }
}
