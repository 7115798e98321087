package dev.seseragi.bench;

import dev.seseragi.bench.process.Running;
import dev.seseragi.engine.fence.Fence;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** What lies in the folder of a replica, whoever wrote it. */
public final class ReplicaFolder {
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  /** How long nothing new has to come before a replica counts as complete. */
  private static final long QUIET_NANOS = 2_500_000_000L;

  private final Path folder;

  /** A folder that need not exist. */
  public ReplicaFolder(Path folder) {
    this.folder = folder;
  }

  /** Every segment's path, relative to the folder, and its size. */
  public Map<String, Long> segments() {
    Map<String, Long> segments = new TreeMap<>();
    if (!Files.exists(folder)) {
      return segments;
    }
    try {
      Files.walkFileTree(folder, new Collector(segments));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
    return segments;
  }

  /** The bytes of those segments that are not among {@code before}. */
  public long newBytes(Map<String, Long> before) {
    return newBytes(before, sizeBytes -> true);
  }

  /** The same of those that hold pages: a fence changes nothing, and has some 130 bytes. */
  public long newPageBytes(Map<String, Long> before) {
    return newBytes(before, sizeBytes -> !Fence.isEmpty(sizeBytes));
  }

  private long newBytes(Map<String, Long> before, LongPredicate which) {
    return segments().entrySet().stream()
        .filter(segment -> !before.containsKey(segment.getKey()))
        .mapToLong(Map.Entry::getValue)
        .filter(which)
        .sum();
  }

  /** The bytes of all segments. */
  public long bytes() {
    return newBytes(Map.of());
  }

  /** Waits until the replicator has written a segment. */
  public void awaitSegment(Running replicator) throws InterruptedException {
    Await.until(
        () -> "there is a segment in " + folder + "; its writer says: " + replicator.output(),
        DEADLINE,
        () -> !segments().isEmpty() || ended(replicator));
  }

  /** Waits until nothing new has come for some seconds. */
  public void awaitQuiet(Running replicator) throws InterruptedException {
    Quiet quiet = new Quiet();
    Await.until(() -> folder + " comes to rest", DEADLINE, () -> quiet.is() || ended(replicator));
  }

  private static boolean ended(Running replicator) {
    if (!replicator.isAlive()) {
      throw new IllegalStateException("the replicator has ended: " + replicator.output());
    }
    return false;
  }

  private final class Quiet {
    private Map<String, Long> last = segments();
    private long sinceNanos = System.nanoTime();

    boolean is() {
      Map<String, Long> now = segments();
      if (!now.equals(last)) {
        last = now;
        sinceNanos = System.nanoTime();
      }
      return System.nanoTime() - sinceNanos > QUIET_NANOS;
    }
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final Map<String, Long> segments;

    Collector(Map<String, Long> segments) {
      this.segments = segments;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.toString().endsWith(".ltx")) {
        segments.put(folder.relativize(file).toString(), attributes.size());
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException deletedMeanwhile) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException deletedMeanwhile) {
      return FileVisitResult.CONTINUE;
    }
  }
}
