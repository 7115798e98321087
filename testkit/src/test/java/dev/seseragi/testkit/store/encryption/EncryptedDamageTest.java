package dev.seseragi.testkit.store.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.DamagedObjectException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.testkit.store.GeneratedBody;
import dev.seseragi.testkit.store.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may write to the store can destroy objects, but not make others of them unnoticed. */
final class EncryptedDamageTest {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");
  private static final String NAME = "ltx/0/0000000000000001-0000000000000001.ltx";
  private static final String OTHER_NAME = "ltx/0/0000000000000002-0000000000000002.ltx";
  private static final int HEADER_BYTES = 72;
  private static final int PLAIN_CHUNK_BYTES = 64 * 1024;
  private static final int CHUNK_BYTES = PLAIN_CHUNK_BYTES + 16;

  /** Three full chunks and a part of a fourth. */
  private static final int SIZE_BYTES = 3 * PLAIN_CHUNK_BYTES + 1_000;

  private final MemoryStore memory = new MemoryStore();
  private ObjectStore store = Encryption.around(memory, TestKeys.KEY);
  private byte[] sealed = {};

  @BeforeEach
  void writeAnObject() throws IOException {
    write(store, NAME, 1);
    sealed = raw(memory, NAME);
    assertThat(sealed).hasSize(HEADER_BYTES + SIZE_BYTES + 4 * 16);
  }

  private static void write(ObjectStore store, String name, long seed) {
    assertThat(store.create(name, new GeneratedBody(seed, SIZE_BYTES), TIME))
        .isEqualTo(new PutOutcome.Created());
  }

  private static byte[] raw(ObjectStore store, String name) throws IOException {
    try (InputStream in = store.read(name, 0, Long.MAX_VALUE)) {
      return in.readAllBytes();
    }
  }

  @Test
  void nothingOfTheContentIsStored() {
    byte[] plain = new byte[1_000];
    Arrays.fill(plain, (byte) 'a');
    var _ = store.create(OTHER_NAME, Body.of(plain), TIME);

    assertThat(memory.stat(OTHER_NAME)).isPresent();
    assertThat(new String(bytes(OTHER_NAME), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("aaaa");
  }

  @Test
  void theSameContentIsNeverEncryptedTheSameWay() {
    ObjectStore again = Encryption.around(new MemoryStore(), TestKeys.KEY);
    write(again, NAME, 1);
    var _ = store.create("ltx/1/x", new GeneratedBody(1, SIZE_BYTES), TIME);

    assertThat(Arrays.copyOfRange(bytes("ltx/1/x"), HEADER_BYTES, HEADER_BYTES + 32))
        .isNotEqualTo(Arrays.copyOfRange(sealed, HEADER_BYTES, HEADER_BYTES + 32));
  }

  @Test
  void everyFlippedBitIsFound() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 400; i++) {
      // Every byte of the header, and some of the rest.
      int position = i < HEADER_BYTES ? i : random.nextInt(sealed.length);
      byte[] damaged = sealed.clone();
      damaged[position] ^= (byte) (1 << random.nextInt(8));
      assertRefused(damaged, "byte " + position);
    }
  }

  @Test
  void everyCutIsFound() {
    for (int length :
        new int[] {
          0,
          1,
          HEADER_BYTES - 1,
          HEADER_BYTES,
          HEADER_BYTES + 16,
          HEADER_BYTES + CHUNK_BYTES - 1,
          HEADER_BYTES + CHUNK_BYTES,
          HEADER_BYTES + CHUNK_BYTES + 1,
          HEADER_BYTES + CHUNK_BYTES + 16,
          HEADER_BYTES + 2 * CHUNK_BYTES,
          HEADER_BYTES + 3 * CHUNK_BYTES,
          HEADER_BYTES + 3 * CHUNK_BYTES + 16,
          sealed.length - 1
        }) {
      assertRefused(Arrays.copyOf(sealed, length), "cut to " + length);
    }
  }

  @Test
  void whatIsAppendedIsFound() {
    assertRefused(Arrays.copyOf(sealed, sealed.length + 1), "one byte more");
    assertRefused(Arrays.copyOf(sealed, sealed.length + 2 * CHUNK_BYTES), "chunks more");
    assertRefused(concat(sealed, chunk(0)), "a true chunk more");
  }

  @Test
  void chunksInAnotherOrderAreFound() {
    byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
    assertRefused(concat(header, chunk(1), chunk(0), chunk(2), chunk(3)), "swapped");
    assertRefused(concat(header, chunk(0), chunk(1), chunk(3)), "one dropped");
    assertRefused(concat(header, chunk(0), chunk(0), chunk(1), chunk(2), chunk(3)), "doubled");
    assertRefused(concat(header, chunk(3)), "the last one alone");
    assertRefused(concat(header, chunk(1), chunk(2), chunk(3)), "the first one dropped");
  }

  @Test
  void chunksOfAnotherObjectAreFound() {
    write(store, OTHER_NAME, 1);
    byte[] other = bytes(OTHER_NAME);
    byte[] spliced = sealed.clone();
    System.arraycopy(
        other, HEADER_BYTES + CHUNK_BYTES, spliced, HEADER_BYTES + CHUNK_BYTES, CHUNK_BYTES);
    assertRefused(spliced, "a chunk of another object");
    assertRefused(
        concat(
            Arrays.copyOf(other, HEADER_BYTES),
            Arrays.copyOfRange(sealed, HEADER_BYTES, sealed.length)),
        "the header of another object");
  }

  @Test
  void anObjectUnderAnotherNameIsFound() {
    write(store, OTHER_NAME, 2);
    assertRefused(bytes(OTHER_NAME), "a whole object of another name");
  }

  @Test
  void anObjectOfAnotherReplicaWithTheSameKeyIsFound() {
    MemoryStore elsewhere = new MemoryStore();
    write(Encryption.around(elsewhere, TestKeys.KEY), NAME, 2);
    assertRefused(bytes(elsewhere, NAME), "the object of this name of another replica");
  }

  @Test
  void aPlainObjectAmongEncryptedOnesIsFound() {
    byte[] plain = new GeneratedBody(3, SIZE_BYTES).range(0, SIZE_BYTES);
    assertRefused(plain, "a plain object");
  }

  /** Ranges do not look at the whole object, and must not believe an end that is not the end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aRangeBehindACutDoesNotSeemToBeBehindTheEnd(int chunks) throws IOException {
    memory.put(NAME, Body.of(Arrays.copyOf(sealed, HEADER_BYTES + chunks * CHUNK_BYTES)), TIME);
    ObjectStore fresh = Encryption.around(memory, TestKeys.KEY);

    for (long offset : new long[] {(long) chunks * PLAIN_CHUNK_BYTES, SIZE_BYTES - 1}) {
      try (InputStream in = fresh.read(NAME, offset, 10)) {
        assertThatThrownBy(in::readAllBytes)
            .isInstanceOf(DamagedObjectException.class)
            .hasMessageContaining(NAME);
      }
    }
  }

  @Test
  void aRangeIsReadAlthoughAnotherChunkIsDamaged() throws IOException {
    byte[] damaged = sealed.clone();
    damaged[HEADER_BYTES + 5] ^= 1;
    memory.put(NAME, Body.of(damaged), TIME);

    try (InputStream in = store.read(NAME, PLAIN_CHUNK_BYTES, 100)) {
      assertThat(in.readAllBytes())
          .isEqualTo(new GeneratedBody(1, SIZE_BYTES).range(PLAIN_CHUNK_BYTES, 100));
    }
  }

  /** A header that was read before the object was written anew is not taken for damage. */
  @Test
  void anObjectThatIsWrittenAnewIsReadAnew() throws IOException {
    ObjectStore other = Encryption.around(memory, TestKeys.KEY);
    readRange(other, 1);
    store.put(NAME, new GeneratedBody(9, SIZE_BYTES), TIME);

    assertThatThrownBy(() -> readRange(other, 9))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("read it again");
    readRange(other, 9);
  }

  private static void readRange(ObjectStore reader, long seed) throws IOException {
    try (InputStream in = reader.read(NAME, PLAIN_CHUNK_BYTES + 7, 100)) {
      assertThat(in.readAllBytes())
          .isEqualTo(new GeneratedBody(seed, SIZE_BYTES).range(PLAIN_CHUNK_BYTES + 7, 100));
    }
  }

  private void assertRefused(byte[] content, String what) {
    memory.put(NAME, Body.of(content), TIME);
    assertThatThrownBy(
            () -> {
              try (InputStream in = store.read(NAME, 0, Long.MAX_VALUE)) {
                in.readAllBytes();
              }
            })
        .as(what)
        .isInstanceOf(DamagedObjectException.class)
        .hasMessageContaining(NAME);
  }

  private byte[] chunk(int number) {
    int begin = HEADER_BYTES + number * CHUNK_BYTES;
    return Arrays.copyOfRange(sealed, begin, Math.min(begin + CHUNK_BYTES, sealed.length));
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private byte[] bytes(String name) {
    return bytes(memory, name);
  }

  private static byte[] bytes(MemoryStore store, String name) {
    try {
      return raw(store, name);
    } catch (IOException e) {
      throw new AssertionError("memory can be read", e);
    }
  }
}
