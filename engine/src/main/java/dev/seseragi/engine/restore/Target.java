package dev.seseragi.engine.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;

/** The place that a restored database is to have, and what SQLite keeps beside it. */
final class Target {
  /** A stale one of these would be applied to the new database, or rolled back into it. */
  private static final List<String> SIDECARS = List.of("-wal", "-shm", "-journal");

  private final Path path;
  private final boolean overwrite;

  private Target(Path path, boolean overwrite) {
    this.path = path;
    this.overwrite = overwrite;
  }

  /**
   * Looks whether the place is free, and makes its folder.
   *
   * @throws TargetException if it is occupied and may not be overwritten, or is a folder
   */
  static Target at(Path given, boolean overwrite) {
    try {
      // A symbolic link stays: SQLite, too, follows it before it looks for the files beside it.
      Path path = Files.exists(given) ? given.toRealPath() : given.toAbsolutePath().normalize();
      Target target = new Target(path, overwrite);
      target.requireFree();
      Files.createDirectories(target.folder());
      return target;
    } catch (IOException e) {
      throw new TargetException("cannot restore to " + given + ": " + reason(e), e);
    }
  }

  Path path() {
    return path;
  }

  Path folder() {
    Path parent = path.getParent();
    if (parent == null) {
      throw new TargetException("cannot restore to " + path + ": it is no name of a file");
    }
    return parent;
  }

  String fileName() {
    Path name = path.getFileName();
    if (name == null) {
      throw new TargetException("cannot restore to " + path + ": it is no name of a file");
    }
    return name.toString();
  }

  /** Lets a new file be read and written by whom the file to be replaced may be; nobody else. */
  void copyAccessTo(Path newFile) throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (old != null && Files.exists(path)) {
      Files.setPosixFilePermissions(newFile, old.readAttributes().permissions());
    }
  }

  /** Looks whether the place is free. */
  void requireFree() throws IOException {
    if (Files.isDirectory(path)) {
      throw new TargetException(
          "cannot restore to " + path + ": it is a folder. Name a file, for example inside it");
    }
    if (overwrite) {
      return;
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Files.size(path) > 0) {
      throw new TargetException(
          "cannot restore to "
              + path
              + ": a file is there and is not empty. Choose another place, or allow it to be"
              + " replaced");
    }
    for (Path sidecar : sidecars()) {
      throw new TargetException(
          "cannot restore to "
              + path
              + ": SQLite would mix the restored database with "
              + sidecar
              + ". Move that away, or allow it to be replaced");
    }
  }

  /**
   * Gives a complete file, already on disk, the target's name. What was there before goes only when
   * that has worked.
   */
  void take(Path complete) throws IOException {
    requireFree();
    // First out of SQLite's sight, then deleted: a crash between leaves no stale file beside a
    // database that it does not belong to, and nothing is deleted that may still be needed.
    List<Path> aside = new ArrayList<>();
    List<Path> sidecars = sidecars();
    try {
      for (Path sidecar : sidecars) {
        Path to = folder().resolve("." + sidecar.getFileName() + ".seseragi-replaced");
        Files.move(sidecar, to, StandardCopyOption.ATOMIC_MOVE);
        aside.add(to);
      }
      Files.move(complete, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      for (int i = 0; i < aside.size(); i++) {
        Files.move(aside.get(i), sidecars.get(i), StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    syncFolder();
    for (Path replaced : aside) {
      Files.deleteIfExists(replaced);
    }
  }

  private List<Path> sidecars() {
    return SIDECARS.stream()
        .map(suffix -> path.resolveSibling(fileName() + suffix))
        .filter(sidecar -> Files.exists(sidecar, LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What an I/O error says; its class where the message is only a file's name. */
  static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
