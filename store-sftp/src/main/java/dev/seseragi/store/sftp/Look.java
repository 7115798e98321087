package dev.seseragi.store.sftp;

import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.sftp.SftpConnection.Pending;
import java.io.IOException;
import java.util.Optional;

/**
 * Looks at paths without ever taking "could not look" for "nothing there": a replica that seems
 * empty would be begun anew. For one call.
 */
final class Look {
  private final SftpConnection connection;
  private final Deadline deadline;

  Look(SftpConnection connection, Deadline deadline) {
    this.connection = connection;
    this.deadline = deadline;
  }

  /** A symbolic link that leads nowhere, or a file where a folder was expected. */
  static final class ObstacleException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String path;

    ObstacleException(String path, String what) {
      super(what);
      this.path = path;
    }

    String path() {
      return path;
    }
  }

  /**
   * What a path leads to.
   *
   * @return empty if nothing is there for certain
   */
  Optional<Attributes> at(String path) throws IOException {
    Pending<Attributes> target = connection.stat(path);
    Pending<Attributes> self = connection.lstat(path);
    try {
      return Optional.of(target.await(deadline));
    } catch (StatusException e) {
      if (e.isPermissionDenied()) {
        throw e;
      }
      return provesAbsence(e, self, path) ? Optional.empty() : Optional.of(again(path));
    }
  }

  /** It has come there since, or the error is of another kind and comes again. */
  private Attributes again(String path) throws IOException {
    return connection.stat(path).await(deadline);
  }

  /** Servers say "failure" or "no such file" where a file stands in the place of a folder. */
  private boolean provesAbsence(StatusException error, Pending<Attributes> self, String path)
      throws IOException {
    try {
      if (!self.await(deadline).isFolder()) {
        throw new ObstacleException(path, "a symbolic link that leads nowhere");
      }
      return false;
    } catch (StatusException e) {
      if (error.isNoSuchFile() && e.isNoSuchFile()) {
        return true;
      }
      Optional<String> parent = parent(path);
      return parent.isPresent() && at(parent.get()).filter(Attributes::isFolder).isEmpty();
    }
  }

  /**
   * Demands that a folder can be there one day: that the nearest one above that exists is a folder.
   *
   * @throws ObstacleException if a file is in its place
   */
  void requireRoom(String path) throws IOException {
    Optional<String> folder = parent(path);
    while (folder.isPresent()) {
      Optional<Attributes> found = at(folder.get());
      if (found.isPresent()) {
        requireFolder(folder.get(), found.get());
        return;
      }
      folder = parent(folder.get());
    }
  }

  static void requireFolder(String path, Attributes found) throws ObstacleException {
    if (!found.isFolder()) {
      throw new ObstacleException(path, "a file where a folder was expected");
    }
  }

  /** The folder above; empty above a root and above the folder that a login leads to. */
  static Optional<String> parent(String path) {
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      return Optional.of(path.substring(0, slash));
    }
    return slash == 0 && path.length() > 1 ? Optional.of("/") : Optional.empty();
  }
}
