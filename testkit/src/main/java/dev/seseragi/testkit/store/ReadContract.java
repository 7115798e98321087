package dev.seseragi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.PutOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store must do with reads, stats and timestamps. */
interface ReadContract extends StoreUnderTest {
  // Read.

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0, 10000",
    "0, 9223372036854775807",
    "5000, 10",
    "9999, 1",
    "9999, 100",
    "9999, 9223372036854775807",
    "10000, 1",
    "10000, 9223372036854775807",
    "9223372036854775807, 9223372036854775807"
  })
  default void aRangeIsExact(long offsetBytes, long lengthBytes) throws Exception {
    GeneratedBody body = new GeneratedBody(3, 10_000);
    assertThat(store().create(SLOT, body, TIME)).isEqualTo(new PutOutcome.Created());

    try (InputStream range = store().read(SLOT, offsetBytes, lengthBytes)) {
      assertThat(range.readAllBytes()).isEqualTo(body.range(offsetBytes, lengthBytes));
      assertThat(range.read()).isEqualTo(-1);
    }
  }

  @Test
  default void aStreamMayBeReadByteByByteAndClosedEarly() throws Exception {
    GeneratedBody body = new GeneratedBody(4, (1 << 20));
    assertThat(store().create(SLOT, body, TIME)).isEqualTo(new PutOutcome.Created());

    try (InputStream stream = store().read(SLOT, 70_000, 100_000)) {
      for (byte expected : body.range(70_000, 5)) {
        assertThat(stream.read()).isEqualTo(Byte.toUnsignedInt(expected));
      }
      assertThat(stream.readNBytes(8)).isEqualTo(body.range(70_005, 8));
      assertThat(stream.skip(3)).isEqualTo(3);
      assertThat(stream.readNBytes(8)).isEqualTo(body.range(70_016, 8));
      assertThat(stream.read(new byte[0])).isZero();
    }
    assertThat(bytes(SLOT)).hasSize((1 << 20));
  }

  @Test
  default void anEmptyObjectIsReadAsNothing() throws Exception {
    create("empty", "");

    assertThat(bytes("empty")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ltx/0/missing", "ltx", "ltx/0", SLOT + "/below", SLOT + "x"})
  default void whatIsMissingIsNamed(String missing) {
    create(SLOT, "content");

    assertThat(store().stat(missing)).isEmpty();
    assertThatThrownBy(() -> readAndClose(missing))
        .isInstanceOf(ObjectMissingException.class)
        .hasMessageContaining(missing)
        .hasMessageContaining(store().describe());
  }

  @Test
  default void aRangeThatIsNoneIsRefused() {
    create(SLOT, "content");

    assertThatThrownBy(() -> store().read(SLOT, -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().read(SLOT, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  // Timestamps.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2001-02-03T04:05:06.789Z",
        "2026-11-21T07:53:37.001Z",
        "2026-11-21T07:53:37.999Z",
        "2038-01-19T03:14:08.500Z"
      })
  default void aTimestampIsKeptToTheMillisecond(String timestamp) {
    Instant time = Instant.parse(timestamp);
    assertThat(store().create("created", StoreUnderTest.text("x"), time))
        .isEqualTo(new PutOutcome.Created());
    store().put("put", StoreUnderTest.text("x"), time);

    assertThat(store().stat("created")).contains(new ObjectInfo("created", 1, kept(time)));
    assertThat(store().stat("put")).contains(new ObjectInfo("put", 1, kept(time)));
    if (store().capabilities().listsExactTimestamps()) {
      assertThat(Listings.objects(store(), "")).allMatch(object -> object.timestamp().equals(time));
    }
  }

  @Test
  default void aTimestampFinerThanMillisecondsIsRefused() {
    Instant fine = TIME.plusNanos(1);

    assertThatThrownBy(() -> store().create(SLOT, StoreUnderTest.text("x"), fine))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().put(SLOT, StoreUnderTest.text("x"), fine))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store().stat(SLOT)).isEmpty();
  }

  private void readAndClose(String name) throws IOException {
    store().read(name, 0, 1).close();
  }
}
