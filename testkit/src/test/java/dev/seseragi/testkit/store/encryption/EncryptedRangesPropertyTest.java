package dev.seseragi.testkit.store.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.testkit.store.GeneratedBody;
import dev.seseragi.testkit.store.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written, every range of it is what was written, and its size is listed. */
final class EncryptedRangesPropertyTest {
  private static final int CHUNK_BYTES = 64 * 1024;

  @Property(tries = 300)
  void everyRangeOfEverySizeIsExact(
      @ForAll("borders") long sizeBytes,
      @ForAll("borders") long offsetBytes,
      @ForAll("borders") long lengthBytes,
      @ForAll boolean isFresh)
      throws IOException {
    MemoryStore memory = new MemoryStore();
    ObjectStore writer = Encryption.around(memory, TestKeys.KEY);
    GeneratedBody body = new GeneratedBody(sizeBytes, sizeBytes);
    var _ = writer.create("ltx/0/x", body, Instant.EPOCH);
    ObjectStore reader = isFresh ? Encryption.around(memory, TestKeys.KEY) : writer;

    long length = Math.max(1, lengthBytes);
    try (InputStream range = reader.read("ltx/0/x", offsetBytes, length)) {
      assertThat(range.readAllBytes()).isEqualTo(body.range(offsetBytes, length));
    }
    assertThat(reader.list("", null).objects())
        .containsExactly(new ObjectInfo("ltx/0/x", sizeBytes, Instant.EPOCH));
    assertThat(reader.stat("ltx/0/x")).map(ObjectInfo::sizeBytes).contains(sizeBytes);
  }

  @Property(tries = 300)
  void aSealedBodyIsTheSameFromEveryPlaceOn(
      @ForAll("borders") long sizeBytes, @ForAll("borders") long skippedBytes) throws IOException {
    CapturingStore store = new CapturingStore();
    var _ =
        Encryption.around(store, TestKeys.KEY)
            .create("x", new GeneratedBody(1, sizeBytes), Instant.EPOCH);

    byte[] whole;
    try (InputStream in = store.last().open()) {
      whole = in.readAllBytes();
    }
    assertThat(whole).hasSize((int) store.last().sizeBytes());
    int skipped = (int) Math.min(skippedBytes, whole.length);
    try (InputStream in = store.last().open()) {
      in.skipNBytes(skipped);
      byte[] rest = in.readAllBytes();
      assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(whole, skipped, whole.length));
    }
  }

  @Provide
  static Arbitrary<Long> borders() {
    List<Long> near =
        List.of(0L, 1L, 2L, 3L, 4L).stream().map(chunk -> chunk * CHUNK_BYTES).toList();
    Arbitrary<Long> atBorders =
        Arbitraries.of(near)
            .flatMap(border ->
                Arbitraries.longs().between(-20, 20).map(step -> Math.max(0, border + step)));
    return Arbitraries.oneOf(atBorders, Arbitraries.longs().between(0, 5L * CHUNK_BYTES));
  }
}
