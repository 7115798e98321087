package dev.seseragi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.StoreException;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full or read-only, made by limits and mounts of a child process only. */
@Timeout(120)
final class DirectoryStoreDiskTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");

  @TempDir private Path folder;

  /** Creates a large object and then a small one, and tells what came of it. */
  static final class Creator {
    private static final long LARGE_BYTES = 4 << 20;

    public static void main(String[] args) throws Exception {
      DirectoryStore store = new DirectoryStore(Path.of(args[0]));
      tell(store, "ltx/0/large", LARGE_BYTES);
      tell(store, "ltx/0/small", 10);
      System.out.println("listed " + Listings.names(store, ""));
      try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
        System.out.println("files " + files.filter(Files::isRegularFile).count());
      }
    }

    private static void tell(DirectoryStore store, String name, long sizeBytes) {
      try {
        System.out.println(store.create(name, new GeneratedBody(1, sizeBytes), TIME));
      } catch (StoreException e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }

  @Test
  void aFileThatMayNotGrowIsNoObject() throws Exception {
    try (ChildProcess creator =
        ChildJvm.running(Creator.class, folder)
            // Its performance data is a file, too, which the limit would hit first.
            .withJvmOptions("-XX:-UsePerfData")
            .startBy(List.of("sh"), "ulimit -f 1024 && exec \"$@\"")) {

      assertThat(creator.nextLine(SOON).orElseThrow())
          .startsWith("StoreException: cannot create ltx/0/large in file://" + folder)
          .contains("File too large");
      assertThatOnlyTheSmallObjectIsThere(creator);
    }
  }

  @Test
  void aFullDiskSaysSo() throws Exception {
    try (ChildProcess creator = withOwnMounts("mount -t tmpfs -o size=2m none " + folder)) {
      assertThat(creator.nextLine(SOON).orElseThrow())
          .startsWith("StoreException: cannot create ltx/0/large in file://" + folder)
          .contains("its file system is full: 4,194,304 bytes needed, 2,0")
          .contains("Make room");
      assertThatOnlyTheSmallObjectIsThere(creator);
    }
  }

  @Test
  void aReadOnlyDiskIsForbidden() throws Exception {
    String mounts = "mount -t tmpfs none %1$s && mount -o remount,ro %1$s".formatted(folder);
    try (ChildProcess creator = withOwnMounts(mounts)) {
      for (String name : List.of("ltx/0/large", "ltx/0/small")) {
        assertThat(creator.nextLine(SOON).orElseThrow())
            .startsWith("StoreForbiddenException: cannot create " + name)
            .contains("its file system is read-only. Mount it writable");
      }
      assertThat(creator.nextLine(SOON)).contains("listed []");
    }
  }

  private static void assertThatOnlyTheSmallObjectIsThere(ChildProcess creator)
      throws InterruptedException {
    assertThat(creator.nextLine(SOON)).contains("Created[]");
    assertThat(creator.nextLine(SOON)).contains("listed [ltx/0/small]");
    assertThat(creator.nextLine(SOON)).as("no temporary file is left").contains("files 1");
  }

  /**
   * A creator that sees mounts which nobody else does; skipped, loudly, where that is forbidden.
   */
  private ChildProcess withOwnMounts(String mounts) throws Exception {
    List<String> launcher = List.of("unshare", "--map-root-user", "--mount", "sh");
    ProcessBuilder trial = new ProcessBuilder(new ArrayList<>(launcher));
    trial.command().addAll(List.of("-c", mounts));
    boolean mayMount = Files.exists(Path.of("/usr/bin/unshare")) && trial.start().waitFor() == 0;
    Assumptions.assumeTrue(
        mayMount, "NOT TESTED: this system lets no process have mounts of its own (unshare)");
    return ChildJvm.running(Creator.class, folder).startBy(launcher, mounts + " && exec \"$@\"");
  }
}
