package dev.seseragi.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One page of a directory store's listing: every regular file whose path below the root is an
 * object's name. Symbolic links are followed.
 *
 * <p>Always the smallest pending name is looked at next: a file becomes an object of the page, a
 * folder's names become pending in turn. So names come in order across folders ({@code /} sorts
 * before digits and letters, behind {@code -} and {@code .}), each folder is read once, each object
 * costs one stat, and folders that this page does not reach are not read. Memory is bounded however
 * large a folder is: of the pending names only as many as a page can need are kept.
 *
 * <p>For one page and one thread.
 */
final class DirectoryListing {
  /** As many objects a page as on most object stores. */
  static final Limits LIMITS = new Limits(1_000, 2_000);

  /**
   * What bounds a page.
   *
   * @param pageObjects how many objects it has at most
   * @param pendingNames how many pending names are kept. More than a name has bytes: at most that
   *     many folders, those on the way to the continuation, stand before the page's first object
   */
  record Limits(int pageObjects, int pendingNames) {}

  private final Path root;
  private final DirectoryFolders folders;
  private final DirectoryLook look;
  private final Limits limits;
  private final String prefix;

  /** Names up to this one were on earlier pages; "" is before all names. */
  private final String after;

  /** Names to be looked at, each with the folder it is in; a folder's own name ends with a /. */
  private final TreeMap<String, Folder> pending = new TreeMap<>();

  private final List<ObjectInfo> objects = new ArrayList<>();

  /** The smallest pending name that was dropped; this page does not reach it. */
  private @Nullable String horizon;

  /** A folder and those above it, to notice when a symbolic link leads back into one of them. */
  private record Folder(Object key, @Nullable Folder parent) {
    boolean isWithin(Object folderKey) {
      return key.equals(folderKey) || (parent != null && parent.isWithin(folderKey));
    }
  }

  DirectoryListing(
      DirectoryFolders folders,
      DirectoryLook look,
      Limits limits,
      String prefix,
      @Nullable String continuation) {
    this.root = look.root();
    this.folders = folders;
    this.look = look;
    this.limits = limits;
    this.prefix = prefix;
    this.after = Objects.requireNonNullElse(continuation, "");
  }

  ListPage page() throws IOException {
    String start = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    Optional<BasicFileAttributes> attributes = look.at(path(start));
    if (attributes.isEmpty()) {
      return new ListPage(List.of(), null);
    }
    if (!attributes.get().isDirectory()) {
      return pageOfAFile(start);
    }
    expand(start, new Folder(keyOf(start, attributes.get()), null));
    String last = after;
    while (!pending.isEmpty() && objects.size() < limits.pageObjects()) {
      Map.Entry<String, Folder> next = pending.pollFirstEntry();
      String name = next.getKey();
      if (name.endsWith("/")) {
        expand(name, next.getValue());
      } else {
        visit(name, next.getValue());
      }
      last = name.compareTo(last) > 0 ? name : last;
    }
    boolean isLastPage = pending.isEmpty() && horizon == null;
    return new ListPage(objects, isLastPage ? null : last);
  }

  /** A file has the name of the folder to be listed: it holds no objects, but is no root either. */
  private ListPage pageOfAFile(String name) throws NotDirectoryException {
    if (name.isEmpty()) {
      throw new NotDirectoryException(root.toString());
    }
    return new ListPage(List.of(), null);
  }

  /** Makes the names in a folder pending. */
  private void expand(String name, Folder folder) throws IOException {
    Path path = path(name);
    folders.settle(path);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String part = file.getFileName().toString();
        if (Requests.isPart(part)) {
          consider(name + part, folder);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (!look.provesAbsence(e, path)) {
        throw e;
      }
    }
  }

  /** Keeps a name if it, or what is below it, belongs on this page or a later one. */
  private void consider(String name, Folder folder) {
    // '0' follows '/': every name below this one sorts before name + "0".
    boolean isBehindLastPage = (name + "0").compareTo(after) > 0;
    if (name.startsWith(prefix) && isBehindLastPage && name.length() <= Requests.MAX_NAME_BYTES) {
      add(name, folder);
    }
  }

  private void add(String name, Folder folder) {
    if (horizon != null && name.compareTo(horizon) >= 0) {
      return;
    }
    pending.put(name, folder);
    if (pending.size() > limits.pendingNames()) {
      horizon = pending.pollLastEntry().getKey();
    }
  }

  /** Finds out what has the name. */
  private void visit(String name, Folder folder) throws IOException {
    Optional<BasicFileAttributes> found = look.at(path(name));
    if (found.isEmpty()) {
      return; // Deleted since its folder was read.
    }
    BasicFileAttributes attributes = found.get();
    if (attributes.isRegularFile() && name.compareTo(after) > 0) {
      objects.add(info(name, attributes));
    } else if (attributes.isDirectory()) {
      Object key = keyOf(name, attributes);
      if (!folder.isWithin(key)) {
        add(name + "/", new Folder(key, folder));
      }
    }
  }

  private Path path(String name) {
    return name.isEmpty() ? root : root.resolve(name);
  }

  private static Object keyOf(String name, BasicFileAttributes attributes) {
    return Objects.requireNonNullElse(attributes.fileKey(), name);
  }

  /** An object as listings and {@link ObjectStore#stat} show it. */
  static ObjectInfo info(String name, BasicFileAttributes attributes) {
    return new ObjectInfo(name, attributes.size(), attributes.lastModifiedTime().toInstant());
  }
}
