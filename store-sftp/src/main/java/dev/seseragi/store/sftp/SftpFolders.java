package dev.seseragi.store.sftp;

import dev.seseragi.store.remote.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders that objects are written to: made where they are missing, and freed of temporary
 * files that dead processes left. Safe for use by many threads.
 */
final class SftpFolders {
  /** How old a temporary file is when its process must be dead, by clocks that may differ. */
  static final Duration STALE_AFTER = Duration.ofHours(24);

  /** How many folders are remembered; beyond that they are swept once more. */
  private static final int MAX_REMEMBERED = 10_000;

  /** {@code ~} is not allowed in an object's name, so no listing shows them. */
  private static final String TEMPORARY_START = ".seseragi~";

  private static final Pattern TEMPORARY =
      Pattern.compile(Pattern.quote(TEMPORARY_START) + "([0-9]{1,12})-[0-9a-f]{16}");

  private final InstantSource clock;
  private final RandomGenerator random;
  private final Set<String> swept = ConcurrentHashMap.newKeySet();

  SftpFolders(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A path that no other call and no other process uses; says when it was made. */
  String newTemporaryPath(String folder) {
    long unique;
    synchronized (random) {
      unique = random.nextLong();
    }
    return child(
        folder,
        "%s%d-%s"
            .formatted(
                TEMPORARY_START,
                clock.instant().getEpochSecond(),
                HexFormat.of().toHexDigits(unique)));
  }

  /** Makes a folder, and those above it. */
  void make(SftpConnection connection, String folder, Deadline deadline) throws IOException {
    Look look = new Look(connection, deadline);
    Deque<String> missing = new ArrayDeque<>();
    Optional<String> next = Optional.of(folder);
    while (next.isPresent()) {
      Optional<Attributes> found = look.at(next.get());
      if (found.isPresent()) {
        Look.requireFolder(next.get(), found.get());
        break;
      }
      missing.push(next.get());
      next = Look.parent(next.get());
    }
    for (String path : missing) {
      makeOne(connection, look, path, deadline);
    }
  }

  private static void makeOne(SftpConnection connection, Look look, String path, Deadline deadline)
      throws IOException {
    try {
      connection.makeFolder(path).await(deadline);
    } catch (StatusException e) {
      // Somebody else may have made it meanwhile: servers have no word of their own for that.
      if (look.at(path).filter(Attributes::isFolder).isEmpty()) {
        throw e;
      }
    }
  }

  /** Removes, once, what processes left in a folder that were killed while they wrote. */
  void sweep(SftpConnection connection, String folder, Deadline deadline) throws IOException {
    if (!swept.add(folder)) {
      return;
    }
    if (swept.size() > MAX_REMEMBERED) {
      swept.clear();
    }
    Instant staleBefore = clock.instant().minus(STALE_AFTER);
    FolderReader.read(
        connection,
        folder,
        deadline,
        entry -> {
          if (isStale(entry.name(), staleBefore)) {
            connection.removeAndForget(child(folder, entry.name()));
          }
        });
  }

  private static boolean isStale(String name, Instant staleBefore) {
    Matcher temporary = TEMPORARY.matcher(name);
    return temporary.matches()
        && Instant.ofEpochSecond(Long.parseLong(temporary.group(1))).isBefore(staleBefore);
  }

  /** The path of a file in a folder. */
  static String child(String folder, String name) {
    if (folder.equals(".")) {
      return name;
    }
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }
}
