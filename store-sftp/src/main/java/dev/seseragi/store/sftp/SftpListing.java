package dev.seseragi.store.sftp;

import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.Requests;
import dev.seseragi.store.remote.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing: the regular files below the replica's folder whose path is an object's
 * name, in the order of their names' bytes. Symbolic links are followed.
 *
 * <p>Always the smallest pending name is taken next: a file becomes an object of the page, a
 * folder's names become pending in turn. A folder's name ends with a {@code /} there, so names come
 * in order across folders, and folders that this page does not reach are not read. Of the pending
 * names only as many as a page can need are kept, however large a folder is.
 *
 * <p>A folder is read whole for each page that has names of it: 25 packets of 100 names for 2,500
 * objects, several at a time. Sizes and times come with the names.
 *
 * <p>For one page and one thread.
 */
final class SftpListing {
  /** As many objects a page as on most object stores. */
  private static final int PAGE_OBJECTS = 1_000;

  /** More than a page and the folders on the way to it: a name has at most 256 parts. */
  private static final int PENDING_NAMES = 2_000;

  private final SftpConnection connection;
  private final SftpSettings settings;
  private final Deadline deadline;
  private final Look look;
  private final String prefix;

  /** Names up to this one were on earlier pages; "" is before all names. */
  private final String after;

  /** Files and folders that come next. */
  private final TreeMap<String, Found> pending = new TreeMap<>();

  private final List<ObjectInfo> objects = new ArrayList<>();

  /** The smallest pending name that was dropped; this page does not reach it. */
  private @Nullable String horizon;

  /**
   * Something with a name.
   *
   * @param links where the symbolic links lead that were followed on the way to it
   */
  private record Found(Attributes attributes, List<String> links) {}

  SftpListing(
      SftpConnection connection,
      SftpSettings settings,
      Deadline deadline,
      String prefix,
      @Nullable String continuation) {
    this.connection = connection;
    this.settings = settings;
    this.deadline = deadline;
    this.look = new Look(connection, deadline);
    this.prefix = prefix;
    this.after = Objects.requireNonNullElse(continuation, "");
  }

  ListPage page() throws IOException {
    String start = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    String folder = path(start);
    Optional<Attributes> found = look.at(folder);
    if (found.isEmpty()) {
      look.requireRoom(path(""));
      return new ListPage(List.of(), null);
    }
    if (!found.get().isFolder()) {
      if (start.isEmpty()) {
        Look.requireFolder(folder, found.get());
      }
      return new ListPage(List.of(), null);
    }
    expand(start, List.of());
    String last = after;
    while (!pending.isEmpty() && objects.size() < PAGE_OBJECTS) {
      Map.Entry<String, Found> next = pending.pollFirstEntry();
      String name = next.getKey();
      if (name.endsWith("/")) {
        expand(name, next.getValue().links());
      } else {
        objects.add(info(name, next.getValue().attributes()));
        last = name;
      }
    }
    boolean isLastPage = pending.isEmpty() && horizon == null;
    return new ListPage(objects, isLastPage ? null : last);
  }

  /** Makes the names in a folder pending. */
  private void expand(String folder, List<String> links) throws IOException {
    Set<String> undecided = new LinkedHashSet<>();
    Consumer<Reply.Entry> visitor =
        entry -> {
          String name = folder + entry.name();
          if (!Requests.isName(name)) {
            return;
          }
          if (entry.attributes().isUndecided()) {
            if (isOfInterest(name)) {
              undecided.add(name);
            }
          } else {
            consider(name, new Found(entry.attributes(), links));
          }
        };
    try {
      FolderReader.read(connection, path(folder), deadline, visitor);
    } catch (StatusException e) {
      if (e.isPermissionDenied()
          || look.at(path(folder)).filter(Attributes::isFolder).isPresent()) {
        throw e;
      }
      return; // Removed since its own folder was read.
    }
    for (String name : undecided) {
      decide(name, links);
    }
  }

  /** What the folder does not tell: where a symbolic link leads to. */
  private void decide(String name, List<String> links) throws IOException {
    Optional<Attributes> found = look.at(path(name));
    if (found.isEmpty()) {
      return;
    }
    if (!found.get().isFolder()) {
      consider(name, new Found(found.get(), links));
      return;
    }
    String target = connection.realPath(path(name)).await(deadline);
    String from =
        connection.realPath(path(name.substring(0, name.lastIndexOf('/') + 1))).await(deadline);
    boolean leadsBack = links.contains(target) || (from + "/").startsWith(target + "/");
    if (!leadsBack) {
      List<String> further = new ArrayList<>(links);
      further.add(target);
      consider(name, new Found(found.get(), further));
    }
  }

  private void consider(String name, Found found) {
    if (!isOfInterest(name)) {
      return;
    }
    if (found.attributes().isFolder()) {
      add(name + "/", found);
    } else if (found.attributes().isRegular() && name.compareTo(after) > 0) {
      add(name, found);
    }
  }

  /** Whether a name, or what is below it, belongs on this page or a later one. */
  private boolean isOfInterest(String name) {
    // '0' follows '/': every name below this one sorts before name + "0".
    return (name.startsWith(prefix) || prefix.equals(name + "/"))
        && (name + "0").compareTo(after) > 0;
  }

  private void add(String name, Found found) {
    if (horizon != null && name.compareTo(horizon) >= 0) {
      return;
    }
    pending.put(name, found);
    if (pending.size() > PENDING_NAMES) {
      horizon = pending.pollLastEntry().getKey();
    }
  }

  private String path(String name) {
    return settings.path(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
  }

  /** An object as listings show it: its time in whole seconds. */
  static ObjectInfo info(String name, Attributes attributes) {
    return new ObjectInfo(name, Math.max(0, attributes.sizeBytes()), attributes.modified());
  }
}
