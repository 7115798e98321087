package dev.seseragi.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may happen to the place that is restored to. */
final class TargetTest {
  private static final String OLD = "what was there before";

  private final MovingStore good = new MovingStore().load(Fixtures.named("damage-none"));
  private final MovingStore damaged = new MovingStore().load(Fixtures.named("damage-flip-page"));

  @TempDir Path folder;
  private Path target = Path.of("");

  @BeforeEach
  void name() {
    target = folder.resolve("shop.db");
  }

  @Test
  void aFolderIsNotReplaced() throws IOException {
    Files.createDirectory(target);

    for (boolean overwrite : List.of(false, true)) {
      assertThatThrownBy(() -> restore(good, overwrite))
          .isInstanceOf(TargetException.class)
          .hasMessageContaining("folder");
    }
    assertThat(good.lists).hasValue(0);
  }

  @Test
  void aFileWithContentStaysUnlessItMayBeReplaced() throws IOException {
    Files.writeString(target, OLD);

    assertThatThrownBy(() -> restore(good, false)).isInstanceOf(TargetException.class);
    assertThat(target).hasContent(OLD);

    restore(good, true);
    assertThat(Files.size(target)).isEqualTo(16_384);
  }

  @Test
  void anEmptyFileIsReplaced() throws IOException {
    Files.createFile(target);

    restore(good, false);

    assertThat(Files.size(target)).isEqualTo(16_384);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-wal", "-shm", "-journal"})
  void whatSqliteWouldMixWithTheDatabaseIsInTheWayUnlessItMayBeReplaced(String suffix)
      throws IOException {
    Path sidecar = folder.resolve("shop.db" + suffix);
    Files.writeString(sidecar, OLD);

    assertThatThrownBy(() -> restore(good, false))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining(sidecar.toString());
    assertThat(Restores.files(folder)).containsExactly("shop.db" + suffix);

    restore(good, true);
    assertThat(Restores.files(folder)).containsExactly("shop.db");
  }

  @Test
  void aFailedRestoreLeavesEverythingAsItWas() throws IOException {
    Files.writeString(target, OLD);
    Files.writeString(folder.resolve("shop.db-wal"), OLD);

    assertThatThrownBy(() -> restore(damaged, true)).isInstanceOf(DamagedReplicaException.class);

    assertThat(Restores.files(folder)).containsExactly("shop.db", "shop.db-wal");
    assertThat(target).hasContent(OLD);
    assertThat(folder.resolve("shop.db-wal")).hasContent(OLD);
  }

  @Test
  void aDatabaseThatAppearsMeanwhileIsNotReplaced() {
    MovingStore store =
        new MovingStore() {
          @Override
          void beforeRead(String name) {
            try {
              Files.writeString(target, OLD);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    store.load(Fixtures.named("damage-none"));

    assertThatThrownBy(() -> restore(store, false)).isInstanceOf(TargetException.class);

    assertThat(target).hasContent(OLD);
    assertThat(Restores.files(folder)).containsExactly("shop.db");
  }

  @Test
  void aMissingFolderIsMade() {
    target = folder.resolve("a/b/shop.db");

    restore(good, false);

    assertThat(target).exists();
  }

  @Test
  void aSymbolicLinkStaysAndItsFileIsReplaced() throws IOException {
    Path file = folder.resolve("volume.db");
    Files.writeString(file, OLD);
    Files.createSymbolicLink(target, file);

    restore(good, true);

    assertThat(target).isSymbolicLink();
    assertThat(Files.size(file)).isEqualTo(16_384);
  }

  @Test
  void aReplacementIsForTheSameUsersOnly() throws IOException {
    Files.writeString(target, OLD);
    Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
    Files.setPosixFilePermissions(target, ownerOnly);

    restore(good, true);

    assertThat(Files.getPosixFilePermissions(target)).isEqualTo(ownerOnly);
  }

  @Test
  void whatAKilledRestoreLeftIsRemovedAndWhatIsUnderWayIsNot() throws IOException {
    Path left = folder.resolve(".shop.db.seseragi-restore-1-0");
    Path underWay = folder.resolve(".shop.db.seseragi-restore-1-1");
    Files.writeString(left, OLD);
    try (FileChannel other =
        FileChannel.open(underWay, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(other.tryLock()).isNotNull();

      restore(good, false);

      assertThat(Restores.files(folder))
          .containsExactly(underWay.getFileName().toString(), "shop.db");
    }
  }

  private void restore(MovingStore store, boolean overwrite) {
    Restores.of(store)
        .run(new RestorePoint.Latest(), target, RestoreOptions.defaults().withOverwrite(overwrite));
  }
}
