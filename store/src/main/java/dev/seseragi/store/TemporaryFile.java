package dev.seseragi.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * An object's bytes on the disk, before they have the object's name. It lies in the folder of the
 * object under a name that no object can have, so no listing shows it. Closing removes it.
 */
final class TemporaryFile implements AutoCloseable {
  /** Begins the names of all of them; {@code ~} is not allowed in an object's name. */
  static final String NAME_START = ".seseragi~";

  private final Path path;

  private TemporaryFile(Path path) {
    this.path = path;
  }

  /**
   * Writes a body and makes it durable, with the object's timestamp as the file's time.
   *
   * @param path where; nothing may be there
   */
  static TemporaryFile write(Path path, Body body, Instant timestamp) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    TemporaryFile file = new TemporaryFile(path);
    try (channel;
        InputStream bytes = body.open()) {
      copy(bytes, body.sizeBytes(), channel);
      // Before the fsync, so that the time is as durable as the bytes.
      Files.setLastModifiedTime(path, FileTime.from(timestamp));
      channel.force(true);
      return file;
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  private static void copy(InputStream bytes, long sizeBytes, FileChannel channel)
      throws IOException {
    // From a file the kernel copies, without a way through this process.
    long copiedBytes = bytes.transferTo(Channels.newOutputStream(channel));
    if (copiedBytes != sizeBytes) {
      throw new IOException(
          "the body was to have %,d bytes and has %,d".formatted(sizeBytes, copiedBytes));
    }
  }

  /**
   * Gives the object its name if nothing has it.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something has it
   */
  void linkTo(Path object) throws IOException {
    Files.createLink(object, path);
  }

  /** Gives the object its name, and takes it from what had it. */
  void renameTo(Path object) throws IOException {
    Files.move(path, object, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes it if it is still there. What cannot be removed is swept up later. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // It costs space only. DirectoryFolders removes, and complains of, the old ones.
    }
  }
}
