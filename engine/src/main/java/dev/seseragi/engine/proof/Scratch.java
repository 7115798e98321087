package dev.seseragi.engine.proof;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A folder for what a proof puts on disk. It, and all in it, is removed at the end. */
public final class Scratch implements AutoCloseable {
  private final Path folder;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder, and removes what a process left there that was killed.
   *
   * @param folder used by nobody else
   */
  public static Scratch in(Path folder) throws IOException {
    Scratch scratch = new Scratch(folder);
    Files.createDirectories(folder);
    scratch.clear();
    return scratch;
  }

  /** Where the restored database goes. */
  public Path restored() {
    return folder.resolve("restored.db");
  }

  Path hashes() {
    return folder.resolve("hashes");
  }

  /**
   * Looks whether there is room.
   *
   * @param neededBytes what will be written
   * @param keptFreeBytes what is to be free even then
   */
  void requireRoom(long neededBytes, long keptFreeBytes) throws IOException {
    long freeBytes = Files.getFileStore(folder).getUsableSpace();
    if (freeBytes - neededBytes < keptFreeBytes) {
      throw new IOException(
          ("there is no room in %s: a restore takes %,d bytes, %,d are free, and %,d of them stay"
                  + " free; make room, or have it done elsewhere (verify-folder)")
              .formatted(folder, neededBytes, freeBytes, keptFreeBytes));
    }
  }

  @Override
  public void close() throws IOException {
    clear();
    Files.deleteIfExists(folder);
  }

  private void clear() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException gone) {
      // Somebody else has tidied up.
    }
  }
}
