package dev.seseragi.store.sftp;

import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import java.io.IOException;

/** Makes of an error what a store's caller can act upon. */
final class SftpErrors {
  private final SftpSettings settings;

  SftpErrors(SftpSettings settings) {
    this.settings = settings;
  }

  /**
   * An error of a request.
   *
   * @param action what was asked, e.g. "create ltx/0/…"
   */
  StoreException of(String action, IOException cause) {
    String failure = "cannot %s in %s: ".formatted(action, settings.describe());
    if (cause instanceof StatusException status) {
      return ofStatus(failure, status);
    }
    return new StoreException(failure + cause.getMessage(), cause);
  }

  private StoreException ofStatus(String failure, StatusException status) {
    String at = failure + status.path() + ": " + status.getMessage();
    return switch (status.code()) {
      case StatusException.PERMISSION_DENIED ->
          new StoreForbiddenException(
              "%spermission denied at %s. Let the user %s read and write there"
                  .formatted(failure, status.path(), settings.user()),
              status);
      case StatusException.WRITE_PROTECTED ->
          new StoreForbiddenException(
              at + ". The file system is read-only: choose another path", status);
      case StatusException.OP_UNSUPPORTED ->
          new StoreForbiddenException(at + ". Choose another server or path", status);
      case StatusException.NO_SPACE, StatusException.QUOTA_EXCEEDED ->
          new StoreException(at + ". Make room", status);
      case StatusException.NO_SUCH_FILE ->
          new StoreException(at + ". Something there was removed meanwhile", status);
      default ->
          new StoreException(
              at + ". Servers seldom say why; a full disk or quota is the usual reason", status);
    };
  }

  /** A path has something that is no object and no folder of objects. */
  StoreForbiddenException inTheWay(String action, String path, String found) {
    return new StoreForbiddenException(
        "cannot %s in %s: %s is %s. Move it away, or choose another path"
            .formatted(action, settings.describe(), path, found),
        null);
  }

  /** The server lacks something that there is no substitute for. */
  StoreForbiddenException lacking(String action, String what) {
    return new StoreForbiddenException(
        "cannot %s in %s: %s".formatted(action, settings.describe(), what), null);
  }
}
