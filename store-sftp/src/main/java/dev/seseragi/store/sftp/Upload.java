package dev.seseragi.store.sftp;

import dev.seseragi.store.Body;
import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.sftp.SftpConnection.Done;
import dev.seseragi.store.sftp.SftpConnection.OpenFile;
import dev.seseragi.store.sftp.SftpConnection.Pending;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * An object's bytes on the server, before they have the object's name: whole, durable where the
 * server can be told to, and with the object's time. Closing removes them, unless they have become
 * the object. For one thread.
 *
 * <p>In memory are at most {@link #WINDOW} parts of 32 KiB.
 */
final class Upload implements AutoCloseable {
  /** How many parts are on their way at the same time: 1 MiB. */
  private static final int WINDOW = 32;

  private final SftpConnection connection;
  private final SftpFolders folders;
  private final String folder;
  private final String path;
  private final Deadline deadline;
  private final Pending<OpenFile> opening;
  private @Nullable OpenFile file;
  private boolean isTemporary = true;

  /** Begins to make the file; {@link #open} waits for it. */
  Upload(SftpConnection connection, SftpFolders folders, String object, Deadline deadline)
      throws IOException {
    this.connection = connection;
    this.folders = folders;
    this.folder = Look.parent(object).orElse(".");
    this.path = folders.newTemporaryPath(folder);
    this.deadline = deadline;
    this.opening = connection.open(path, SftpConnection.CREATE);
  }

  /** Waits until the file is there, and its folder, which is made if it is missing. */
  void open() throws IOException {
    try {
      file = opening.await(deadline);
    } catch (StatusException e) {
      boolean hasFolder =
          new Look(connection, deadline).at(folder).filter(Attributes::isFolder).isPresent();
      // After "no such file" it has been made by another thread since then.
      if (hasFolder && !e.isNoSuchFile()) {
        throw e;
      }
      folders.make(connection, folder, deadline);
      file = connection.open(path, SftpConnection.CREATE).await(deadline);
    }
    folders.sweep(connection, folder, deadline);
  }

  private OpenFile file() {
    if (file == null) {
      throw new IllegalStateException(path + " is not open");
    }
    return file;
  }

  /**
   * Writes everything.
   *
   * @param isPipelined whether a part is sent before the one before it is answered
   */
  void write(Body body, Instant timestamp, boolean isPipelined) throws IOException {
    try (InputStream bytes = body.open()) {
      long sentBytes = send(bytes, isPipelined ? WINDOW : 1, body.sizeBytes());
      if (sentBytes != body.sizeBytes()) {
        throw new IOException(
            "the body was to have %,d bytes and has %,d".formatted(body.sizeBytes(), sentBytes));
      }
    }
    // Before the fsync, so that the time is as durable as the bytes.
    Pending<Done> time = connection.setModified(file(), timestamp);
    Pending<Attributes> stored = connection.stat(file());
    sync();
    time.await(deadline);
    long storedBytes = stored.await(deadline).sizeBytes();
    if (storedBytes != body.sizeBytes()) {
      throw new IOException(
          "the server stored %,d of %,d bytes".formatted(storedBytes, body.sizeBytes()));
    }
  }

  private long send(InputStream bytes, int window, long sizeBytes) throws IOException {
    Queue<Pending<Done>> sent = new ArrayDeque<>();
    byte[] part = new byte[Math.clamp(sizeBytes, 1, SftpConnection.CHUNK_BYTES)];
    long position = 0;
    int count;
    while ((count = bytes.readNBytes(part, 0, part.length)) > 0) {
      sent.add(connection.write(file(), position, part, count));
      position += count;
      if (sent.size() >= window) {
        sent.remove().await(deadline);
      }
      if (position > sizeBytes) {
        return position; // Too long already: the caller refuses it.
      }
    }
    for (Pending<Done> write : sent) {
      write.await(deadline);
    }
    return position;
  }

  private void sync() throws IOException {
    if (connection.hasFsync()) {
      connection.sync(file()).await(deadline);
    }
  }

  /**
   * Gives the object its name if nothing has it.
   *
   * <p>A second fsync follows the link: journaling file systems (ext4, xfs, btrfs) then write the
   * new name to the disk, too. SFTP has no fsync of a folder.
   *
   * @throws StatusException if it was not done
   * @throws IOException if it is not known whether it was done, or is durable
   */
  void linkTo(String object) throws IOException {
    Pending<Done> link = connection.link(path, object);
    Optional<Pending<Done>> sync =
        connection.hasFsync() ? Optional.of(connection.sync(file())) : Optional.empty();
    close();
    link.await(deadline);
    try {
      if (sync.isPresent()) {
        sync.get().await(deadline);
      }
    } catch (StatusException e) {
      throw new IOException("the server cannot write it to its disk: " + e.getMessage(), e);
    }
  }

  /** As {@link #linkTo} where the server has no links; atomic only if its rename is. */
  void renameTo(String object) throws IOException {
    closeFile();
    isTemporary = false;
    rename(connection.rename(path, object));
  }

  /** Gives the object its name, and takes it from what has it. */
  void replace(String object) throws IOException {
    closeFile();
    isTemporary = false;
    rename(connection.replace(path, object));
  }

  private void rename(Pending<Done> rename) throws IOException {
    try {
      rename.await(deadline);
    } catch (StatusException e) {
      connection.removeAndForget(path);
      throw e;
    }
  }

  private void closeFile() {
    if (file != null) {
      connection.closeAndForget(file);
      file = null;
    }
  }

  /** Needs no answer of the server: what stays behind is swept up later. */
  @Override
  public void close() {
    opening.abandon();
    closeFile();
    if (isTemporary) {
      isTemporary = false;
      connection.removeAndForget(path);
    }
  }
}
