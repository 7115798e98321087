package dev.seseragi.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Looks at paths below a root without ever taking "could not look" for "nothing there": a replica
 * that seems empty would be begun anew.
 */
final class DirectoryLook {
  private final Path root;

  DirectoryLook(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /**
   * What is at a path, symbolic links followed.
   *
   * @return empty if nothing is there for certain
   */
  Optional<BasicFileAttributes> at(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (provesAbsence(e, path)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Whether an error at a path means that nothing is there. It does if the nearest folder above
   * that is there can be read and lacks the next name. A file in the place of a folder proves it
   * too, but only below the root.
   *
   * @throws IOException if that cannot be found out: the root or a folder above it is a file, a
   *     folder cannot be read, or a symbolic link leads nowhere (to a volume not mounted, say)
   */
  boolean provesAbsence(FileSystemException error, Path path) throws IOException {
    Path folder = path.getRoot();
    for (Path name : path) {
      Path next = folder.resolve(name);
      try {
        boolean isFolder = Files.readAttributes(next, BasicFileAttributes.class).isDirectory();
        if (!isFolder && !next.equals(path)) {
          return isBelowTheRoot(next);
        }
      } catch (NoSuchFileException e) {
        return isReallyMissing(next, folder);
      }
      folder = next;
    }
    // Everything is there: it came after the error, unless the error is of another kind.
    return error instanceof NoSuchFileException;
  }

  private boolean isBelowTheRoot(Path file) throws NotDirectoryException {
    if (root.startsWith(file)) {
      throw new NotDirectoryException(file.toString());
    }
    return true;
  }

  private static boolean isReallyMissing(Path path, Path folder) throws IOException {
    // Asked in this order because a file may be created here at any moment.
    if (Files.isSymbolicLink(path) && !Files.exists(path)) {
      throw new DanglingLinkException(path);
    }
    if (!Files.isReadable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    return true;
  }

  /**
   * Whether an object's place is taken by a folder, a link to none, or another thing that is no
   * object. A single look decides: objects are created and deleted meanwhile.
   */
  static boolean isTakenByNoObject(Path path) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isSymbolicLink() ? !Files.isRegularFile(path) : !attributes.isRegularFile();
    } catch (IOException e) {
      return false; // Whatever is wrong, the request itself will meet it and name it.
    }
  }

  /** A symbolic link that leads nowhere. */
  static final class DanglingLinkException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    DanglingLinkException(Path link) {
      super(link.toString(), null, "a symbolic link that leads nowhere");
    }
  }
}
