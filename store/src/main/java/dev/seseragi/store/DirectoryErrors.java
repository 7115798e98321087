package dev.seseragi.store;

import dev.seseragi.store.DirectoryLook.DanglingLinkException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes of an I/O error what a store's caller can act upon. */
final class DirectoryErrors {
  /** With less than this left behind a body, an error is put down to a full disk. */
  private static final long NEARLY_FULL_BYTES = 1 << 20;

  /** EPERM in the words of Linux, macOS and the BSDs; Java has a type for EACCES only. */
  private static final String NOT_PERMITTED = "Operation not permitted";

  private final Path root;
  private final String store;

  DirectoryErrors(Path root, String store) {
    this.root = root;
    this.store = store;
  }

  /** An error of a request that needs no room. */
  StoreException of(String action, IOException cause) {
    return of(action, 0, cause);
  }

  /**
   * An error of a request.
   *
   * @param action what was asked, e.g. "create ltx/0/…"
   * @param sizeBytes how much room it needs
   */
  StoreException of(String action, long sizeBytes, IOException cause) {
    String failure = "cannot " + action + " in " + store + ": ";
    return switch (cause) {
      case ClosedByInterruptException e ->
          new StoreException(failure + "the thread was interrupted", e);
      case AccessDeniedException e ->
          new StoreForbiddenException(
              "%spermission denied at %s. Let the user that runs this process read and write there"
                  .formatted(failure, place(e)),
              e);
      case FileSystemException e when NOT_PERMITTED.equals(e.getReason()) ->
          new StoreForbiddenException(
              "%sthe system does not permit that at %s. If it is immutable (lsattr), end that"
                      .formatted(failure, place(e))
                  + " (chattr -i); else choose another path",
              e);
      case NotDirectoryException e ->
          new StoreForbiddenException(
              "%s%s is a file where a folder was expected. Choose another path, or move it away"
                  .formatted(failure, e.getFile()),
              e);
      case DanglingLinkException e ->
          new StoreForbiddenException(
              "%s%s is a symbolic link that leads nowhere. Mount what it leads to, or remove it"
                  .formatted(failure, e.getFile()),
              e);
      default -> ofTheFileSystem(failure, sizeBytes, cause);
    };
  }

  /** The folder where a temporary file may not be: its name would be another one at each try. */
  private static String place(FileSystemException e) {
    String file = String.valueOf(e.getFile());
    int name = file.lastIndexOf(TemporaryFile.NAME_START);
    return name > 1 ? file.substring(0, name - 1) : file;
  }

  private StoreException ofTheFileSystem(String failure, long sizeBytes, IOException cause) {
    FileStore fileSystem = fileSystem();
    if (fileSystem != null && fileSystem.isReadOnly()) {
      return new StoreForbiddenException(
          failure + "its file system is read-only. Mount it writable, or choose another path",
          cause);
    }
    long freeBytes = freeBytes(fileSystem);
    if (sizeBytes > 0 && freeBytes < sizeBytes + NEARLY_FULL_BYTES) {
      return new StoreException(
          "%sits file system is full: %,d bytes needed, %,d free (%s). Make room"
              .formatted(failure, sizeBytes, freeBytes, reason(cause)),
          cause);
    }
    return new StoreException(
        failure + reason(cause) + ". It may work later; if not, look after the disk", cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> e.getFile() + " does not exist";
      case FileSystemException e -> String.valueOf(e.getMessage());
      default -> String.valueOf(cause.getMessage());
    };
  }

  /** Where that is not known, or there is no room at any time ({@code /proc}), it is no reason. */
  private static long freeBytes(@Nullable FileStore fileSystem) {
    try {
      return fileSystem == null || fileSystem.getTotalSpace() == 0
          ? Long.MAX_VALUE
          : fileSystem.getUsableSpace();
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }

  /** Of the root, or of what would hold it; null if not even that can be asked. */
  private @Nullable FileStore fileSystem() {
    for (Path path = root; path != null; path = path.getParent()) {
      try {
        return Files.getFileStore(path);
      } catch (NoSuchFileException e) {
        // The folder above then.
      } catch (IOException unknown) {
        return null;
      }
    }
    return null;
  }
}
