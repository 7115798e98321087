package dev.seseragi.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * The folders of a directory store: made, durable, free of leftovers, and able to link before
 * anything is created in them. Safe for use by many threads.
 */
final class DirectoryFolders {
  /** How old a temporary file is when its process must be dead; uploads end far sooner. */
  static final Duration STALE_AFTER = Duration.ofHours(1);

  /** How many folders are remembered; beyond that they are prepared once more. */
  private static final int MAX_REMEMBERED = 10_000;

  private static final Logger LOG = System.getLogger(DirectoryFolders.class.getName());

  private final Path root;
  private final InstantSource clock;

  /** Makes the names of temporary files differ between processes, also of different hosts. */
  private final String processToken;

  private final AtomicLong temporaries = new AtomicLong();
  private final Set<Path> ready = ConcurrentHashMap.newKeySet();
  private final Set<Path> ableToLink = ConcurrentHashMap.newKeySet();

  /** Folders with a name in them that a failed fsync may not have made durable. */
  private final Set<Path> unsettled = ConcurrentHashMap.newKeySet();

  DirectoryFolders(Path root, InstantSource clock, RandomGenerator random) {
    this.root = root;
    this.clock = clock;
    this.processToken =
        ProcessHandle.current().pid() + "-" + HexFormat.of().toHexDigits(random.nextLong());
  }

  /** A path that no other call and no other process uses. */
  Path newTemporaryPath(Path folder) {
    return folder.resolve(
        TemporaryFile.NAME_START + processToken + "-" + temporaries.incrementAndGet());
  }

  /** Sees to it, once, that the folder exists durably and holds no old temporary files. */
  void prepare(Path folder) throws IOException {
    if (ready.contains(folder)) {
      return;
    }
    Set<Path> made = new HashSet<>();
    makeWithParents(folder, made);
    anchor(folder, made);
    sweep(folder);
    remember(folder, ready);
  }

  /** The folder has vanished: whoever removed it may have removed its parents, too. */
  void forget(Path folder) {
    ready.remove(folder);
    ableToLink.remove(folder);
  }

  /**
   * Finds out, once, whether the file system of a prepared folder has hard links. It is asked
   * beforehand because the error of a real link would leave open whether it was made.
   *
   * @throws StoreForbiddenException if it has none
   */
  void requireLinks(Path folder) throws IOException {
    if (ableToLink.contains(folder)) {
      return;
    }
    Path from = newTemporaryPath(folder);
    Path to = newTemporaryPath(folder);
    Files.createFile(from);
    try {
      Files.createLink(to, from);
    } catch (AccessDeniedException | NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      throw new StoreForbiddenException(
          "the file system of %s refuses hard links (%s), without which a directory store cannot"
                  .formatted(folder, e.getMessage())
              + " create an object safely. Put the replica on a file system that has them (ext4,"
              + " xfs, btrfs, zfs, apfs, nfs; not vfat or exfat), or in an object store",
          e);
    } finally {
      Files.deleteIfExists(to);
      Files.deleteIfExists(from);
    }
    remember(folder, ableToLink);
  }

  /** Makes what was linked, renamed or deleted in the folder durable. */
  void sync(Path folder) throws IOException {
    try {
      fsync(folder);
    } catch (IOException e) {
      unsettled.add(folder);
      throw e;
    }
  }

  /**
   * To be called before anything is read. A create whose fsync failed is Unknown; whoever reads the
   * object back and finds it there takes it for created, so it must be durable by then.
   */
  void settle(Path folder) throws IOException {
    if (!unsettled.contains(folder)) {
      return;
    }
    try {
      fsync(folder);
    } catch (NoSuchFileException e) {
      // Gone with all its names: there is nothing left that a reader could find.
    }
    unsettled.remove(folder);
  }

  private static void fsync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void makeWithParents(Path folder, Set<Path> made) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      makeWithParents(parent, made);
    }
    try {
      Files.createDirectory(folder);
      made.add(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new NotDirectoryException(folder.toString());
      }
    }
  }

  /**
   * Makes the names of the folder and its parents durable, up to the root and whatever was made
   * just now: another process may have made a folder and not come to its fsync.
   */
  private void anchor(Path folder, Set<Path> made) throws IOException {
    Path child = folder;
    Path parent = child.getParent();
    while (parent != null && (child.startsWith(root) || made.contains(child))) {
      try {
        fsync(parent);
      } catch (AccessDeniedException e) {
        // The parent of a root that was there before need not be readable for us.
        if (!child.equals(root) || made.contains(child)) {
          throw e;
        }
      }
      child = parent;
      parent = child.getParent();
    }
  }

  /** Removes what processes left behind that were killed while they wrote. */
  private void sweep(Path folder) throws IOException {
    Instant staleBefore = clock.instant().minus(STALE_AFTER);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, DirectoryFolders::isTemporary)) {
      for (Path file : files) {
        removeIfStale(file, staleBefore);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isTemporary(Path file) {
    return file.getFileName().toString().startsWith(TemporaryFile.NAME_START);
  }

  private static void removeIfStale(Path file, Instant staleBefore) {
    try {
      // Not the modification time, which is that of the object: it may be of any age.
      FileTime changed =
          (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
      if (changed.toInstant().isBefore(staleBefore)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Its process lives and has just finished with it.
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot remove the stale temporary file " + file, e);
    }
  }

  private static void remember(Path folder, Set<Path> folders) {
    if (folders.size() >= MAX_REMEMBERED) {
      folders.clear();
    }
    folders.add(folder);
  }
}
