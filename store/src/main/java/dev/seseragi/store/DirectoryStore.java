package dev.seseragi.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A store that is a local folder: the object {@code a/b} is the file {@code b} in the folder {@code
 * a} of the root, and the file's modification time is the object's timestamp.
 *
 * <p>An object is written to a temporary file in its folder, fsynced, and then linked to its name,
 * which the file system refuses if the name is taken; then the folder is fsynced. So it survives a
 * power failure once {@code create} has returned {@code Created}, or once anybody has read it back
 * after an {@code Unknown}. The temporary files of killed processes are removed by a later process
 * after an hour.
 *
 * <p>A listing shows every regular file whose path is an object's name, strangers' files among
 * them; other files are skipped, and symbolic links are followed. A root that does not exist is an
 * empty replica, made by the first create. A root that cannot be looked at is an error.
 *
 * <p>A name cannot be a folder of others ({@code a} and {@code a/b}): the later one is refused.
 *
 * <p>Needs a POSIX file system with hard links and times to the millisecond, local or NFS. A file
 * system that hangs makes calls hang: there is no time limit for local I/O.
 */
public final class DirectoryStore implements ObjectStore {
  private final Path root;
  private final DirectoryFolders folders;
  private final DirectoryLook look;
  private final DirectoryErrors errors;
  private volatile boolean isClosed;

  /** A store in a folder, which need not exist. */
  public DirectoryStore(Path root) {
    this(root, InstantSource.system(), new SplittableRandom());
  }

  DirectoryStore(Path root, InstantSource clock, RandomGenerator random) {
    this.root = root.toAbsolutePath();
    this.folders = new DirectoryFolders(this.root, clock, random);
    this.look = new DirectoryLook(this.root);
    this.errors = new DirectoryErrors(this.root, describe());
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    String action = "create " + name;
    Path object = checkWrite(action, name, timestamp);
    try {
      if (Files.exists(object, LinkOption.NOFOLLOW_LINKS)) {
        return taken(action, object);
      }
      try (TemporaryFile temporary = writeTemporary(object, body, timestamp)) {
        folders.requireLinks(folderOf(object));
        return link(action, temporary, object);
      }
    } catch (IOException e) {
      throw errors.of(action, body.sizeBytes(), e);
    }
  }

  /** Anything thrown here was certainly not applied. */
  private PutOutcome link(String action, TemporaryFile temporary, Path object) throws IOException {
    try {
      temporary.linkTo(object);
    } catch (FileAlreadyExistsException e) {
      return taken(action, object);
    } catch (AccessDeniedException | NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      return new PutOutcome.Unknown(errors.of(action, e));
    }
    // One fsync of the folder for both, the link made and the temporary file's removal.
    temporary.close();
    return settled(action, object, new PutOutcome.Created());
  }

  /**
   * What is there may be an earlier attempt of the same caller, whose fsync failed or was never
   * reached: it must be durable before the caller finds that it is its own.
   */
  private PutOutcome taken(String action, Path object) {
    refuseWhatIsNoObject(action, object);
    return settled(action, object, new PutOutcome.Taken());
  }

  /** A folder in an object's place is not Taken: the caller would look, find none, try again. */
  private void refuseWhatIsNoObject(String action, Path object) {
    if (DirectoryLook.isTakenByNoObject(object)) {
      throw new StoreForbiddenException(
          "cannot %s in %s: %s is there and is no regular file. Move it away"
              .formatted(action, describe(), object),
          null);
    }
  }

  private PutOutcome settled(String action, Path object, PutOutcome outcome) {
    try {
      folders.sync(folderOf(object));
      return outcome;
    } catch (IOException e) {
      return new PutOutcome.Unknown(errors.of(action, e));
    }
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    String action = "put " + name;
    Path object = checkWrite(action, name, timestamp);
    refuseWhatIsNoObject(action, object);
    try (TemporaryFile temporary = writeTemporary(object, body, timestamp)) {
      temporary.renameTo(object);
      folders.sync(folderOf(object));
    } catch (IOException e) {
      throw errors.of(action, body.sizeBytes(), e);
    }
  }

  private TemporaryFile writeTemporary(Path object, Body body, Instant timestamp)
      throws IOException {
    Path folder = folderOf(object);
    folders.prepare(folder);
    try {
      return TemporaryFile.write(folders.newTemporaryPath(folder), body, timestamp);
    } catch (NoSuchFileException e) {
      if (Files.exists(folder)) {
        throw e;
      }
      // Somebody removed the folder since it was prepared: that is no reason to fail.
      folders.forget(folder);
      folders.prepare(folder);
      return TemporaryFile.write(folders.newTemporaryPath(folder), body, timestamp);
    }
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    Requests.checkRange(offsetBytes, lengthBytes);
    String action = "read " + name;
    Path object = check(action, name);
    try {
      if (lookAt(object).isEmpty()) {
        throw new ObjectMissingException(describe(), name, null);
      }
      return FileRange.open(object, offsetBytes, lengthBytes);
    } catch (NoSuchFileException e) {
      throw new ObjectMissingException(describe(), name, e);
    } catch (IOException e) {
      throw errors.of(action, e);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    String action = "look at " + name;
    Path object = check(action, name);
    try {
      return lookAt(object).map(attributes -> DirectoryListing.info(name, attributes));
    } catch (IOException e) {
      throw errors.of(action, e);
    }
  }

  private Optional<BasicFileAttributes> lookAt(Path object) throws IOException {
    folders.settle(folderOf(object));
    return look.at(object).filter(BasicFileAttributes::isRegularFile);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    Requests.checkPrefix(prefix);
    String action = "list \"" + prefix + "\"";
    checkOpen(action);
    try {
      return new DirectoryListing(folders, look, DirectoryListing.LIMITS, prefix, continuation)
          .page();
    } catch (IOException e) {
      throw errors.of(action, e);
    }
  }

  @Override
  public void delete(Collection<String> names) {
    List<String> all = List.copyOf(names);
    all.forEach(Requests::checkName);
    Set<Path> changed = new LinkedHashSet<>();
    for (String name : all) {
      String action = "delete " + name;
      Path object = check(action, name);
      try {
        if (deleteFile(object)) {
          changed.add(folderOf(object));
        }
      } catch (IOException e) {
        throw errors.of(action, e);
      }
    }
    for (Path folder : changed) {
      try {
        folders.sync(folder);
      } catch (IOException e) {
        throw errors.of("delete from " + folder, e);
      }
    }
  }

  private boolean deleteFile(Path object) throws IOException {
    if (Files.isDirectory(object, LinkOption.NOFOLLOW_LINKS)) {
      return false; // An empty one could be deleted, too, but a folder is no object.
    }
    try {
      Files.delete(object);
      return true;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (look.provesAbsence(e, object)) {
        return false;
      }
      throw e;
    }
  }

  /** An object is never the root: a name has at least one part. */
  private static Path folderOf(Path object) {
    return Objects.requireNonNull(object.getParent());
  }

  private Path checkWrite(String action, String name, Instant timestamp) {
    Requests.checkTimestamp(timestamp);
    return check(action, name);
  }

  private Path check(String action, String name) {
    Requests.checkName(name);
    checkOpen(action);
    return root.resolve(name);
  }

  private void checkOpen(String action) {
    if (isClosed) {
      throw new StoreClosedException(action, describe());
    }
  }

  @Override
  public LevelNaming levelNaming() {
    return LevelNaming.DECIMAL_UNDER_LTX;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, false);
  }

  @Override
  public String describe() {
    return "file://" + root;
  }

  /** Later calls fail. There is nothing to give back; streams that are open stay usable. */
  @Override
  public void close() {
    isClosed = true;
  }
}
