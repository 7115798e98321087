package dev.seseragi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special about a store in a folder; the rest is in the contract kit of testkit. */
@Timeout(60)
final class DirectoryStoreTest {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");
  private static final Body BODY = Body.of("content".getBytes(StandardCharsets.US_ASCII));
  private static final String SLOT = "ltx/0/0000000000000001-0000000000000001.ltx";

  @TempDir private Path folder;
  private Path root;
  private DirectoryStore store;
  private final List<Path> locked = new ArrayList<>();

  @BeforeEach
  void openTheStore() {
    root = folder.resolve("replica");
    store = new DirectoryStore(root);
  }

  @AfterEach
  void unlockFolders() throws IOException {
    for (Path path : locked) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
  }

  // Objects are files.

  @Test
  void anObjectIsAFileWithItsNameBytesAndTime() throws Exception {
    create(SLOT);

    Path file = root.resolve(SLOT);
    assertThat(file).hasContent("content");
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(TIME);
    assertThat(store.describe()).isEqualTo("file://" + root);
    assertThat(filesIn(root)).as("no temporary file is left").containsExactly(file);
  }

  @Test
  void aFileOfAnyProgramIsAnObjectWithItsWholeTime() throws Exception {
    Path file = Files.createDirectories(root.resolve("generations")).resolve("x.wal.lz4");
    Files.writeString(file, "12345");
    Instant fine = Instant.parse("2026-11-21T08:03:31.037586296Z");
    Files.setLastModifiedTime(file, FileTime.from(fine));

    assertThat(store.list("", null).objects())
        .containsExactly(new ObjectInfo("generations/x.wal.lz4", 5, fine));
  }

  @Test
  void aRelativeRootIsMadeAbsolute() {
    assertThat(new DirectoryStore(Path.of("replica")).describe())
        .isEqualTo("file://" + Path.of("replica").toAbsolutePath());
  }

  // The root: proven empty, or an error.

  @Test
  void aMissingRootIsEmptyAndOnlyACreateMakesIt() {
    DirectoryStore deep = new DirectoryStore(folder.resolve("not/there/yet"));

    assertThat(deep.list("", null).objects()).isEmpty();
    assertThat(deep.list("ltx/0/", null).objects()).isEmpty();
    assertThat(deep.stat(SLOT)).isEmpty();
    assertThatThrownBy(() -> deep.read(SLOT, 0, 1)).isInstanceOf(ObjectMissingException.class);
    deep.delete(List.of(SLOT));
    assertThat(folder).isEmptyDirectory();

    assertThat(deep.create(SLOT, BODY, TIME)).isEqualTo(new PutOutcome.Created());
    assertThat(deep.list("", null).objects()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "file/below", "link", "link/below"})
  void aRootThatIsNoFolderIsAnError(String path) throws Exception {
    Files.createFile(folder.resolve("file"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("not mounted"));
    DirectoryStore wrong = new DirectoryStore(folder.resolve(path));

    assertEveryCallIsForbidden(wrong, folder.resolve(path.substring(0, 4)).toString());
  }

  @Test
  void aRootMayBeALinkToAFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(root));

    assertThat(new DirectoryStore(link).create(SLOT, BODY, TIME))
        .isEqualTo(new PutOutcome.Created());

    assertThat(store.list("", null).objects()).hasSize(1);
  }

  @Test
  void aRootThatCannotBeReadIsAnError() throws Exception {
    create(SLOT);
    lock(root, "---------");

    assertEveryCallIsForbidden(store, root.toString());
  }

  @Test
  void aMissingRootBelowAFolderThatCannotBeReadIsAnError() throws Exception {
    Path parent = Files.createDirectory(folder.resolve("parent"));
    lock(parent, "--x--x--x");

    assertThatThrownBy(() -> new DirectoryStore(parent.resolve("replica")).list("", null))
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining(parent.toString());
  }

  @Test
  void aFolderThatMayOnlyBeReadRefusesWritesAndSaysWhatToDo() throws Exception {
    create(SLOT);
    lock(root.resolve("ltx/0"), "r-xr-xr-x");
    List<ThrowingCallable> writes =
        List.of(
            () -> store.create("ltx/0/x", BODY, TIME),
            () -> store.put("ltx/0/x", BODY, TIME),
            () -> store.delete(List.of(SLOT)));

    for (ThrowingCallable write : writes) {
      assertThatThrownBy(write)
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining(root.resolve("ltx/0").toString())
          .hasMessageContaining("Let the user that runs this process read and write there");
    }
    assertThat(store.list("", null).objects()).hasSize(1);
  }

  private static void assertEveryCallIsForbidden(DirectoryStore wrong, String path) {
    List<ThrowingCallable> calls =
        List.of(
            () -> wrong.list("", null),
            () -> wrong.list("ltx/0/", null),
            () -> wrong.stat(SLOT),
            () -> wrong.read(SLOT, 0, 1),
            () -> wrong.delete(List.of(SLOT)),
            () -> wrong.create(SLOT, BODY, TIME),
            () -> wrong.put(SLOT, BODY, TIME));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining(wrong.describe())
          .hasMessageContaining(path);
    }
  }

  // Strangers.

  @Test
  void whatCannotBeAnObjectIsNotListed() throws Exception {
    create(SLOT);
    Path level = root.resolve("ltx/0");
    for (String name : List.of("a b", "Ünïcode", "#lock#", "backup~", ".seseragi~1-2-3", "a%20")) {
      Files.writeString(level.resolve(name), "stranger");
    }
    Files.createDirectories(root.resolve("lost+found/inner"));
    Files.writeString(root.resolve("lost+found/inner/x"), "stranger");
    Files.createDirectory(level.resolve("0000000000000002-0000000000000002.ltx"));
    makeFifo(level.resolve("0000000000000003-0000000000000003.ltx"));

    assertThat(names("")).containsExactly(SLOT);
    assertThat(names("ltx/0/")).containsExactly(SLOT);
    assertThat(store.stat("ltx/0/0000000000000003-0000000000000003.ltx")).isEmpty();
    assertThatThrownBy(() -> store.read("ltx/0/0000000000000003-0000000000000003.ltx", 0, 1))
        .isInstanceOf(ObjectMissingException.class);
  }

  @Test
  void aStrangersFileWithAnAllowedNameIsAnObject() throws Exception {
    create(SLOT);
    Files.writeString(root.resolve("ltx/0/5.ltx.tmp"), "half");
    Files.writeString(root.resolve(".DS_Store"), "x");

    assertThat(names("")).containsExactly(".DS_Store", SLOT, "ltx/0/5.ltx.tmp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "link", "fifo"})
  void aThingInAnObjectsPlaceIsNotTakenForAnObject(String thing) throws Exception {
    create("ltx/0/other");
    Path place = root.resolve(SLOT);
    switch (thing) {
      case "folder" -> Files.createDirectory(place);
      case "link" -> Files.createSymbolicLink(place, root.resolve("nowhere"));
      default -> makeFifo(place);
    }

    for (ThrowingCallable write :
        List.<ThrowingCallable>of(
            () -> store.create(SLOT, BODY, TIME), () -> store.put(SLOT, BODY, TIME))) {
      assertThatThrownBy(write)
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining(place.toString())
          .hasMessageContaining("Move it away");
    }
    if (thing.equals("folder")) {
      store.delete(List.of(SLOT));
      assertThat(place).as("a folder is no object").isDirectory();
    }
  }

  @Test
  void anObjectInAFoldersPlaceIsNamed() {
    create("ltx");

    assertThatThrownBy(() -> store.create(SLOT, BODY, TIME))
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining(root.resolve("ltx") + " is a file where a folder was expected");
  }

  // Symbolic links.

  @Test
  void linksToFoldersAndFilesAreFollowed() throws Exception {
    create(SLOT);
    Path elsewhere = Files.createDirectory(folder.resolve("bigger disk"));
    Files.writeString(elsewhere.resolve("0000000000000001-0000000000000009.ltx"), "snapshot");
    Files.createSymbolicLink(root.resolve("ltx/9"), elsewhere);
    Files.createSymbolicLink(root.resolve("zzz"), root.resolve(SLOT));

    assertThat(names(""))
        .containsExactly(SLOT, "ltx/9/0000000000000001-0000000000000009.ltx", "zzz");
    assertThat(names("ltx/9/")).hasSize(1);
  }

  @Test
  void aLinkBackIntoItsOwnFoldersIsNotFollowed() throws Exception {
    create(SLOT);
    Files.createSymbolicLink(root.resolve("ltx/0/self"), root.resolve("ltx/0"));
    Files.createSymbolicLink(root.resolve("ltx/0/top"), root);
    Files.createSymbolicLink(root.resolve("top"), root);

    assertThat(names("")).containsExactly(SLOT);
  }

  @Test
  void aLinkThatLeadsNowhereIsAnErrorBecauseObjectsMayBeBehindIt() throws Exception {
    create(SLOT);
    Files.createSymbolicLink(root.resolve("ltx/9"), folder.resolve("not mounted"));

    for (String prefix : List.of("", "ltx/9/")) {
      assertThatThrownBy(() -> store.list(prefix, null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining(root.resolve("ltx/9") + " is a symbolic link that leads nowhere")
          .hasMessageContaining("Mount what it leads to");
    }
  }

  // Things that change meanwhile.

  @Test
  void filesThatVanishDuringAListingAreSkipped() throws Exception {
    int count = 2_000;
    Path level = Files.createDirectories(root.resolve("ltx/0"));
    for (int i = 0; i < count; i++) {
      Files.createFile(level.resolve("%05d".formatted(i)));
    }
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> deleter =
          executor.submit(() -> {
            for (int i = 0; i < count; i++) {
              Files.delete(level.resolve("%05d".formatted(i)));
            }
            return count;
          });
      while (!deleter.isDone()) {
        assertThat(names("")).isSorted();
      }
      assertThat(deleter.get()).isEqualTo(count);
    }
    assertThat(names("")).isEmpty();
  }

  @Test
  void aReplicaThatIsRemovedWhileInUseIsBegunAgain() throws Exception {
    create(SLOT);
    for (Path path : filesIn(root)) {
      Files.delete(path);
    }
    Files.delete(root.resolve("ltx/0"));
    Files.delete(root.resolve("ltx"));
    Files.delete(root);

    create(SLOT);
    store.put("config", BODY, TIME);

    assertThat(names("")).containsExactly("config", SLOT);
  }

  @Test
  void aReaderKeepsWhatItOpened() throws Exception {
    store.put("config", BODY, TIME);
    try (InputStream stream = store.read("config", 0, Long.MAX_VALUE)) {
      store.put("config", Body.of(new byte[100_000]), TIME);
      store.delete(List.of("config"));

      assertThat(stream).hasContent("content");
    }
  }

  // Temporary files.

  @Test
  void staleTemporaryFilesAreRemovedAndYoungOnesAreNot() throws Exception {
    create("ltx/0/first");
    Path leftOver = root.resolve("ltx/0/.seseragi~7-0123456789abcdef-1");
    Path foreign = root.resolve("ltx/0/5.ltx.tmp");
    Files.writeString(leftOver, "half");
    Files.writeString(foreign, "half");
    // The time of the object, as at the end of an upload: not what its age is measured by.
    Files.setLastModifiedTime(leftOver, FileTime.from(Instant.EPOCH));

    storeAt(DirectoryFolders.STALE_AFTER.minusMinutes(1)).create("ltx/0/second", BODY, TIME);
    assertThat(leftOver).exists();

    DirectoryStore late = storeAt(DirectoryFolders.STALE_AFTER.plusMinutes(1));
    late.create("ltx/0/third", BODY, TIME);
    assertThat(leftOver).doesNotExist();
    assertThat(foreign).exists();

    Files.writeString(leftOver, "half");
    late.create("ltx/0/fourth", BODY, TIME);
    assertThat(leftOver).as("a process sweeps a folder once").exists();
  }

  private DirectoryStore storeAt(Duration fromNow) {
    InstantSource clock = InstantSource.fixed(Instant.now().plus(fromNow));
    return new DirectoryStore(root, clock, new SplittableRandom(1));
  }

  // Helpers.

  private void create(String name) {
    assertThat(store.create(name, BODY, TIME)).isEqualTo(new PutOutcome.Created());
  }

  private List<String> names(String prefix) {
    List<String> names = new ArrayList<>();
    @Nullable String continuation = null;
    do {
      ListPage page = store.list(prefix, continuation);
      page.objects().forEach(object -> names.add(object.name()));
      continuation = page.next();
    } while (continuation != null);
    return names;
  }

  private static List<Path> filesIn(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  /** Takes permissions away; the test is skipped, loudly, where that has no effect. */
  private void lock(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    locked.add(path);
    boolean isIgnored = Files.isReadable(path) && Files.isWritable(path);
    Assumptions.assumeFalse(
        isIgnored, "NOT TESTED: this user (root?) ignores permissions; run the build as another");
  }

  private static void makeFifo(Path path) throws IOException, InterruptedException {
    Process mkfifo = new ProcessBuilder("mkfifo", path.toString()).start();
    assertThat(mkfifo.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(mkfifo.exitValue()).isZero();
  }
}
