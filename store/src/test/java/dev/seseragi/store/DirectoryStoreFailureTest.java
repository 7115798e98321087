package dev.seseragi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.WatchedFiles.Fault;
import dev.seseragi.store.WatchedFiles.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a directory store does when the disk does not, and what it costs when it does. */
final class DirectoryStoreFailureTest {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");
  private static final Body BODY = Body.of("content".getBytes(StandardCharsets.US_ASCII));
  private static final String SLOT = "ltx/0/0000000000000002-0000000000000002.ltx";
  private static final String DISK_ERROR = "Input/output error";

  private final WatchedFiles files = new WatchedFiles();

  @TempDir private Path folder;
  private Path root;
  private DirectoryStore store;

  @BeforeEach
  void useTheStoreOnce() {
    root = folder.resolve("replica");
    store = new DirectoryStore(files.path(root));
    assertThat(store.create("ltx/0/first", BODY, TIME)).isEqualTo(new PutOutcome.Created());
    files.forget();
  }

  // Errors whose effect cannot be known.

  @Test
  void anErrorOfTheLinkLeavesItsEffectUnknown() {
    files.failBefore(on(Operation.LINK, root.resolve(SLOT)));
    assertThat(store.create(SLOT, BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(root.resolve(SLOT)).doesNotExist();

    files.heal();
    files.failAfter(on(Operation.LINK, root.resolve(SLOT)));
    assertThat(store.create(SLOT, BODY, TIME))
        .isInstanceOfSatisfying(
            PutOutcome.Unknown.class,
            unknown ->
                assertThat(unknown.cause())
                    .hasMessageContaining("create " + SLOT)
                    .hasMessageContaining(DISK_ERROR));
    assertThat(root.resolve(SLOT)).hasContent("content");

    files.heal();
    assertThat(store.create(SLOT, BODY, TIME)).isEqualTo(new PutOutcome.Taken());
    assertThatNoTemporaryFileIsLeft();
  }

  @Test
  void anErrorOfTheFoldersFsyncLeavesTheEffectUnknown() {
    files.failBefore(on(Operation.FSYNC, root.resolve("ltx/0")));

    assertThat(store.create(SLOT, BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);

    assertThat(root.resolve(SLOT)).exists();
  }

  @Test
  void whatIsNotYetDurableIsNotReadBack() throws Exception {
    files.failBefore(on(Operation.FSYNC, root.resolve("ltx/0")));
    assertThat(store.create(SLOT, BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);

    // Whoever found it now would take it for created; a power failure could still undo it.
    assertThatThrownBy(() -> store.read(SLOT, 0, 1)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.stat(SLOT)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.list("", null)).isInstanceOf(StoreException.class);
    assertThat(store.create(SLOT, BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);

    files.heal();
    files.forget();
    assertThat(store.stat(SLOT)).isPresent();
    assertThat(files.paths(Operation.FSYNC)).containsExactly(root.resolve("ltx/0"));
    assertThat(store.create(SLOT, BODY, TIME)).isEqualTo(new PutOutcome.Taken());
    store.read(SLOT, 0, 1).close();
    assertThat(store.list("ltx/0/", null).objects()).hasSize(2);
  }

  @Test
  void whatIsTakenIsDurable() {
    assertThat(store.create("ltx/0/first", BODY, TIME)).isEqualTo(new PutOutcome.Taken());

    assertThat(files.paths(Operation.FSYNC)).containsExactly(root.resolve("ltx/0"));
  }

  // Errors before anything happened.

  @Test
  void anErrorOfTheFilesFsyncMakesNoObject() {
    files.failBefore(onTemporaries(Operation.FSYNC, new IOException(DISK_ERROR)));

    assertThatThrownBy(() -> store.create(SLOT, BODY, TIME))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("create " + SLOT)
        .hasMessageContaining(store.describe())
        .hasMessageContaining(DISK_ERROR);
    assertThatThrownBy(() -> store.put(SLOT, BODY, TIME)).isInstanceOf(StoreException.class);

    files.heal();
    assertThat(store.stat(SLOT)).isEmpty();
    assertThatNoTemporaryFileIsLeft();
    assertThat(store.create(SLOT, BODY, TIME)).isEqualTo(new PutOutcome.Created());
  }

  @Test
  void aForbiddenFolderSaysWhatToDo() {
    files.failBefore(onTemporaries(Operation.OPEN, new AccessDeniedException("/the/file")));

    assertThatThrownBy(() -> store.create(SLOT, BODY, TIME))
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining("/the/file")
        .hasMessageContaining("Let the user that runs this process read and write there");
  }

  @Test
  void whatTheSystemForbidsIsNotPutDownToAFullDisk() {
    FileSystemException immutable =
        new FileSystemException("/the/folder", null, "Operation not permitted");
    files.failBefore(onTemporaries(Operation.OPEN, immutable));

    assertThatThrownBy(() -> store.create(SLOT, new Huge(), TIME))
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining("does not permit that at /the/folder")
        .hasMessageContaining("choose another path");

    // For what is no reason by itself there may not be room.
    files.failBefore(onTemporaries(Operation.OPEN, new IOException(DISK_ERROR)));
    assertThatThrownBy(() -> store.create(SLOT, new Huge(), TIME))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("file system is full")
        .hasMessageContaining("Make room");
  }

  /** Larger than any disk. */
  private static final class Huge implements Body {
    @Override
    public long sizeBytes() {
      return Long.MAX_VALUE / 2;
    }

    @Override
    public InputStream open() {
      return InputStream.nullInputStream();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPlaceWithoutAnyRoomIsNotFull() {
    DirectoryStore nowhere = new DirectoryStore(Path.of("/proc/replica"));

    assertThatThrownBy(() -> nowhere.create(SLOT, BODY, TIME))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("/proc/replica")
        .hasMessageNotContaining("full");
  }

  @Test
  void aFileSystemWithoutHardLinksIsRefusedBeforeAnythingIsWritten() {
    DirectoryStore fresh = new DirectoryStore(files.path(root));
    files.failBefore(onTemporaries(Operation.LINK, new FileSystemException("/x", null, "no")));

    assertThatThrownBy(() -> fresh.create(SLOT, BODY, TIME))
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining("hard links")
        .hasMessageContaining(root.resolve("ltx/0").toString());
    files.heal();
    assertThat(store.stat(SLOT)).isEmpty();
    assertThatNoTemporaryFileIsLeft();

    fresh.put(SLOT, BODY, TIME);
    assertThat(store.stat(SLOT)).as("a put needs no links").isPresent();
  }

  @Test
  void aTemporaryFileThatCannotBeRemovedHarmsNobody() {
    files.failBefore(onTemporaries(Operation.REMOVE, new IOException(DISK_ERROR)));

    assertThat(store.create(SLOT, BODY, TIME)).isEqualTo(new PutOutcome.Created());

    assertThat(store.list("ltx/0/", null).objects()).hasSize(2);
  }

  // Errors while looking.

  @Test
  void anErrorOfALookIsNeverTakenForEmpty() {
    for (Operation operation : List.of(Operation.STAT, Operation.READ_FOLDER)) {
      files.failBefore(event -> {
        if (event.operation() == operation) {
          throw new FileSystemException(event.path().toString(), null, DISK_ERROR);
        }
      });
      assertThatThrownBy(() -> store.list("", null))
          .isExactlyInstanceOf(StoreException.class)
          .hasMessageContaining(DISK_ERROR);
    }
  }

  @Test
  void anErrorOfOneObjectsStatFailsTheWholePage() {
    files.failBefore(on(Operation.STAT, root.resolve("ltx/0/first")));

    assertThatThrownBy(() -> store.list("", null)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.stat("ltx/0/first")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.read("ltx/0/first", 0, 1)).isInstanceOf(StoreException.class);
  }

  // Costs.

  @Test
  void aCreateCostsOneFsyncOfTheFileAndOneOfTheFolder() {
    assertThat(store.create(SLOT, BODY, TIME)).isEqualTo(new PutOutcome.Created());

    assertThat(files.paths(Operation.FSYNC)).hasSize(2).contains(root.resolve("ltx/0"));
    assertThat(files.paths(Operation.LINK)).containsExactly(root.resolve(SLOT));
    assertThat(files.paths(Operation.READ_FOLDER)).isEmpty();
    assertThat(files.paths(Operation.MAKE_FOLDER)).isEmpty();
  }

  @Test
  void theFirstCreateInAFolderMakesTheNamesOfItsParentsDurable() {
    Path deep = folder.resolve("new/deep/replica");
    DirectoryStore fresh = new DirectoryStore(files.path(deep));

    assertThat(fresh.create("ltx/0/x", BODY, TIME)).isEqualTo(new PutOutcome.Created());

    assertThat(files.paths(Operation.FSYNC))
        .contains(
            deep.resolve("ltx/0"),
            deep.resolve("ltx"),
            deep,
            folder.resolve("new/deep"),
            folder.resolve("new"),
            folder);
  }

  @Test
  void foldersThatAnotherProcessMadeAreMadeDurable() {
    DirectoryStore other = new DirectoryStore(files.path(root));

    assertThat(other.create(SLOT, BODY, TIME)).isEqualTo(new PutOutcome.Created());

    assertThat(files.paths(Operation.FSYNC))
        .contains(root.resolve("ltx/0"), root.resolve("ltx"), root, folder);
  }

  @Test
  void aListingReadsEachFolderOnceAndLooksAtEachObjectOnce() throws Exception {
    for (int i = 0; i < 50; i++) {
      Files.createFile(root.resolve("ltx/0/" + i));
    }
    Files.createDirectories(root.resolve("ltx/1"));

    assertThat(store.list("", null).objects()).hasSize(51);
    assertThat(files.paths(Operation.READ_FOLDER))
        .containsExactly(root, root.resolve("ltx"), root.resolve("ltx/0"), root.resolve("ltx/1"));
    assertThat(files.paths(Operation.STAT)).doesNotHaveDuplicates().hasSize(51 + 4);
  }

  @Test
  void laterPagesLookAtNoObjectTwice() throws Exception {
    IntStream.range(0, 1_500).forEach(i -> make(root.resolve("ltx/0/" + (10_000 + i))));
    Files.createDirectories(root.resolve("aaa"));

    ListPage first = store.list("", null);
    assertThat(first.objects()).hasSize(1_000);
    files.forget();
    ListPage second = store.list("", first.next());

    assertThat(second.objects()).hasSize(501);
    assertThat(second.next()).isNull();
    assertThat(files.paths(Operation.READ_FOLDER))
        .as("folders before the page are not read")
        .doesNotContain(root.resolve("aaa"));
    // The root, ltx, ltx/0 and the last object of the first page.
    assertThat(files.paths(Operation.STAT)).hasSizeLessThanOrEqualTo(501 + 4);
    assertThat(Set.copyOf(files.paths(Operation.READ_FOLDER))).hasSize(3);
  }

  private static void make(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Fault on(Operation operation, Path path) {
    return event -> {
      if (event.operation() == operation && event.path().equals(path)) {
        throw new FileSystemException(path.toString(), null, DISK_ERROR);
      }
    };
  }

  private static Fault onTemporaries(Operation operation, IOException error) {
    return event -> {
      boolean isTemporary =
          event.path().getFileName().toString().startsWith(TemporaryFile.NAME_START);
      if (event.operation() == operation && isTemporary) {
        throw error;
      }
    };
  }

  private void assertThatNoTemporaryFileIsLeft() {
    assertThat(root.resolve("ltx/0"))
        .isDirectoryNotContaining(
            file -> file.getFileName().toString().startsWith(TemporaryFile.NAME_START));
  }
}
