package dev.seseragi.store.sftp;

import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.sftp.SftpConnection.OpenFile;
import dev.seseragi.store.sftp.SftpConnection.Pending;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/** Reads all names of a folder, several packets of them on their way at the same time. */
final class FolderReader {
  /** OpenSSH gives 100 names a packet. */
  private static final int WINDOW = 8;

  /** How often a folder is read that changes meanwhile. */
  private static final int TRIES = 10;

  private FolderReader() {}

  /**
   * Reads a folder to its end, or fails.
   *
   * @param visitor sees each file, maybe more than once
   * @throws StatusException if it cannot be read; it may be a file, or missing
   */
  static void read(
      SftpConnection connection, String path, Deadline deadline, Consumer<Reply.Entry> visitor)
      throws IOException {
    for (int number = 1; ; number++) {
      OpenFile folder = connection.openFolder(path).await(deadline);
      try {
        readOpen(connection, folder, deadline, visitor);
        return;
      } catch (StatusException e) {
        // Some servers (Apache MINA's) fail if a file is removed while they look at it.
        if (!e.isNoSuchFile() || number == TRIES) {
          throw e;
        }
      } finally {
        connection.closeAndForget(folder);
      }
    }
  }

  private static void readOpen(
      SftpConnection connection, OpenFile folder, Deadline deadline, Consumer<Reply.Entry> visitor)
      throws IOException {
    Queue<Pending<Optional<List<Reply.Entry>>>> sent = new ArrayDeque<>();
    while (true) {
      while (sent.size() < WINDOW) {
        sent.add(connection.readFolder(folder));
      }
      Optional<List<Reply.Entry>> entries = sent.remove().await(deadline);
      if (entries.isEmpty()) {
        return;
      }
      entries.get().forEach(visitor);
    }
  }
}
