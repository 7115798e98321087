package dev.seseragi.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Litestream 0.3 wrote, with holes and damage. Whole ones are among the fixtures. */
final class Litestream3RestoreTest {
  private static final Fixture INDICES = Fixtures.named("v3-indices");
  private static final String GENERATION = "generations/2f907c18045dcedf/";
  private static final int FRAME_BYTES = 24 + 4096;

  private final MovingStore store = new MovingStore().load(INDICES);

  @TempDir Path folder;
  private Path target = Path.of("");

  @BeforeEach
  void name() {
    target = folder.resolve("shop.db");
  }

  @Test
  void anOlderSnapshotLeadsToTheSameBytes() {
    removeSnapshotsBehindTheFirst();

    RestoreResult result = restore(RestoreOptions.defaults());

    assertThat(result.plan().objects()).hasSize(28);
    assertIsNewest();
  }

  @Test
  void aDamagedSnapshotIsAvoidedThroughAnOlderOne() {
    flip(GENERATION + "snapshots/0000000a.snapshot.lz4");

    RestoreResult result = restore(RestoreOptions.defaults());

    assertIsNewest();
    assertThat(result.avoided())
        .singleElement()
        .asString()
        .contains("snapshots/0000000a.snapshot.lz4");
    assertThat(result.loss()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "00000004_00000000, 00000004_00000000, does not begin at offset 0",
    "00000004_00001038, 00000004_00019278, one is missing between them",
  })
  void aMissingObjectIsNoticed(String missing, String named, String problem) {
    removeSnapshotsBehindTheFirst();
    store.remove(wal(missing));

    assertThatThrownBy(() -> restore(RestoreOptions.defaults()))
        .isInstanceOf(DamagedReplicaException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining(named)
        .hasMessageContaining("-timestamp");
    assertThat(Restores.files(folder)).isEmpty();
  }

  @Test
  void aMissingWalIsNoticedAndWhatIsBeforeItCanBeRestored() throws IOException {
    removeSnapshotsBehindTheFirst();
    store.remove(wal("00000005_00000000"));
    store.remove(wal("00000005_00001038"));

    DamagedReplicaException problem =
        catchThrowableOfType(
            DamagedReplicaException.class, () -> restore(RestoreOptions.defaults()));
    assertThat(problem.object()).contains(wal("00000005_00000000"));
    assertThat(problem).hasMessageContaining("WAL 00000005 is missing");

    RestoreResult result = restore(RestoreOptions.defaults().withAllowEarlierPoint(true));
    byte[] earlier = Files.readAllBytes(target);
    RestoreLoss loss = result.loss().orElseThrow();
    assertThat(loss.restored()).isEqualTo(Txid.NONE);
    assertThat(loss.restoredTime()).isBefore(Instant.parse("2026-11-21T08:03:27.322Z"));
    assertThat(loss.wantedTime()).isAfter(Instant.parse("2026-11-21T08:03:36Z"));

    restoreAt(store, loss.restoredTime());
    assertThat(earlier).isEqualTo(Files.readAllBytes(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000_000060b0", "00000003_00001038", "00000009_00001038"})
  void aDamagedObjectIsNamed(String name) {
    removeSnapshotsBehindTheFirst();
    byte[] whole = store.bytes(wal(name));
    for (byte[] damaged :
        new byte[][] {
          flipped(whole, whole.length / 2),
          flipped(whole, 1),
          Arrays.copyOf(whole, whole.length / 2),
          new byte[0],
          recompressed(whole, bytes -> flipped(bytes, bytes.length / 2)),
          recompressed(whole, bytes -> Arrays.copyOf(bytes, bytes.length - 100))
        }) {
      store.put(wal(name), damaged, store.time(wal(name)));
      assertThatThrownBy(() -> restore(RestoreOptions.defaults()))
          .isInstanceOf(DamagedReplicaException.class)
          .satisfies(problem ->
              assertThat(((DamagedReplicaException) problem).object().orElseThrow())
                  .startsWith(wal(name.substring(0, 8))));
      assertThat(Restores.files(folder)).isEmpty();
    }
  }

  @Test
  void aTransactionThatWasNotShippedWholeIsLeftOut() throws IOException {
    MovingStore cut = new MovingStore().load(Fixtures.named("v3-page-4096"));
    String generation = "generations/149c499842f13803/wal/00000000_";
    cut.remove(generation + "000273c8.wal.lz4");
    String last = generation + "0001c2c0.wal.lz4";
    restoreAt(cut, cut.time(generation + "00014200.wal.lz4"));
    byte[] before = Files.readAllBytes(target);

    byte[] whole = cut.bytes(last);
    byte[] withoutCommit =
        recompressed(whole, bytes -> Arrays.copyOf(bytes, bytes.length - FRAME_BYTES));
    assertThat(commitsIn(withoutCommit)).isZero();
    cut.put(last, withoutCommit, cut.time(last));
    restoreAt(cut, cut.time(last));

    assertThat(Files.readAllBytes(target)).isEqualTo(before);
  }

  @Test
  void eachPageIsTold() throws IOException {
    byte[][] database = new byte[1][];
    boolean[] isEnded = new boolean[1];
    PageSink sink =
        new PageSink() {
          @Override
          public void begin(PageSize pageSize, int commitPages) {
            database[0] = new byte[(int) pageSize.bytesOf(commitPages)];
          }

          @Override
          public void page(int pageNumber, byte[] bytes, int offset) {
            System.arraycopy(bytes, offset, database[0], (pageNumber - 1) * 4096, 4096);
          }

          @Override
          public void absent(int pageNumber) {
            throw new AssertionError("page " + pageNumber);
          }

          @Override
          public void end() {
            isEnded[0] = true;
          }
        };

    RestoreResult result = restore(RestoreOptions.defaults().withPages(sink));

    assertThat(database[0]).isEqualTo(Files.readAllBytes(target));
    assertThat(isEnded[0]).isTrue();
    assertThat(result.tail()).isEmpty();
    assertThat(result.plan().target()).isEqualTo(Txid.NONE);
  }

  private RestoreResult restore(RestoreOptions options) {
    return Restores.of(store).run(new RestorePoint.Latest(), target, options);
  }

  private void restoreAt(MovingStore from, Instant time) {
    Restores.of(from)
        .run(new RestorePoint.AtTime(time), target, RestoreOptions.defaults().withOverwrite(true));
  }

  private void removeSnapshotsBehindTheFirst() {
    store.names().stream()
        .filter(name -> name.contains("/snapshots/") && !name.contains("00000000"))
        .forEach(store::remove);
  }

  private void assertIsNewest() {
    assertThat(Restores.sha256(target))
        .isEqualTo(INDICES.newest().database().orElseThrow().sha256().orElseThrow());
  }

  private static String wal(String name) {
    return GENERATION + "wal/" + name + (name.length() > 8 ? ".wal.lz4" : "");
  }

  private void flip(String name) {
    byte[] bytes = store.bytes(name);
    store.put(name, flipped(bytes, bytes.length / 2), store.time(name));
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 4;
    return flipped;
  }

  private interface Change {
    byte[] of(byte[] bytes);
  }

  /** An object that is whole, around changed content. */
  private static byte[] recompressed(byte[] object, Change change) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (LZ4FrameOutputStream frame = new LZ4FrameOutputStream(out)) {
      frame.write(change.of(content(object)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] content(byte[] object) throws IOException {
    try (LZ4FrameInputStream in = new LZ4FrameInputStream(new ByteArrayInputStream(object))) {
      return in.readAllBytes();
    }
  }

  private static int commitsIn(byte[] object) throws IOException {
    ByteBuffer frames = ByteBuffer.wrap(content(object));
    int commits = 0;
    for (int at = 0; at < frames.capacity(); at += FRAME_BYTES) {
      commits += frames.getInt(at + 4) != 0 ? 1 : 0;
    }
    return commits;
  }
}
