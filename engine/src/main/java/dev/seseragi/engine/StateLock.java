package dev.seseragi.engine;

import dev.seseragi.engine.fence.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two replicators of one machine from the same database: each would think that the other's
 * work was its own. A courtesy, like all local state; between machines the replica decides.
 */
final class StateLock implements AutoCloseable {
  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Somebody else has the database; only its end helps. */
  static final class TakenException extends RefusedException {
    private static final long serialVersionUID = 1L;

    TakenException(Path database) {
      super(
          database
              + " is replicated already, by this or another process of this machine. End that one"
              + " first; a database has one replicator");
    }
  }

  /**
   * Takes the lock, which ends with the process at the latest.
   *
   * @param stateFolder exists
   * @throws TakenException if somebody else has it
   */
  static StateLock take(Path stateFolder, Path database) throws IOException {
    Files.createDirectories(stateFolder);
    FileChannel channel =
        FileChannel.open(
            stateFolder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new TakenException(database);
    }
    return new StateLock(channel);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException ofThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the descriptor, whatever else failed.
    }
  }
}
