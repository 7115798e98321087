package dev.seseragi.testkit.store.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import dev.seseragi.store.encryption.EncryptionMark;
import dev.seseragi.store.encryption.EncryptionMismatchException;
import dev.seseragi.testkit.store.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which replica a key is for, and what finding that out costs. */
final class EncryptionTrustTest {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");
  private static final String SLOT = "ltx/0/0000000000000001-0000000000000001.ltx";
  private static final String NEXT = "ltx/0/0000000000000002-0000000000000002.ltx";

  private final CapturingStore raw = new CapturingStore();

  private ObjectStore store(EncryptionKey key) {
    return Encryption.around(raw, key);
  }

  private static Body text(String text) {
    return Body.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String content(ObjectStore store, String name) throws IOException {
    try (InputStream in = store.read(name, 0, Long.MAX_VALUE)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static List<ThrowingCallable> calls(ObjectStore store) {
    return List.of(
        () -> store.list("", null),
        () -> store.list("ltx/", null),
        () -> store.read(SLOT, 0, 1),
        () -> store.stat(SLOT),
        () -> store.create(NEXT, text("x"), TIME),
        () -> store.put(NEXT, text("x"), TIME));
  }

  private void assertEachCallIsRefused(ObjectStore store, String... words) {
    for (ThrowingCallable call : calls(store)) {
      assertThatThrownBy(call)
          .isInstanceOf(EncryptionMismatchException.class)
          .hasMessageContainingAll(words)
          .hasMessageContaining("docs/encryption.md");
    }
    assertThat(raw.memory().stat(NEXT)).as("nothing was written").isEmpty();
  }

  private static void assertMismatch(ThrowingCallable call, String words) {
    assertThatThrownBy(call)
        .isInstanceOf(EncryptionMismatchException.class)
        .hasMessageContaining(words);
  }

  // Costs.

  @Test
  void aFirstStartCreatesTheMarkAndLooksWhoElseHasBegun() {
    ObjectStore store = store(TestKeys.KEY);

    assertThat(store.list("", null).objects()).isEmpty();
    var _ = store.create(SLOT, text("one"), TIME);
    var _ = store.create(NEXT, text("two"), TIME);
    assertThat(store.list("", null).objects()).hasSize(2);

    assertThat(raw.takeCalls())
        .containsExactly(
            "list ",
            "create " + EncryptionMark.NAME,
            "list ",
            "create " + SLOT,
            "create " + NEXT,
            "list ");
  }

  @Test
  void everyOtherStartReadsTheMarkOnce() throws IOException {
    var _ = store(TestKeys.KEY).create(SLOT, text("one"), TIME);
    var _ = raw.takeCalls();
    ObjectStore store = store(TestKeys.KEY);

    assertThat(store.list("", null).objects()).hasSize(1);
    assertThat(content(store, SLOT)).isEqualTo("one");
    var _ = store.create(NEXT, text("two"), TIME);
    assertThat(store.list("", null).objects()).hasSize(2);

    assertThat(raw.takeCalls())
        .containsExactly(
            "list ", "read " + EncryptionMark.NAME, "read " + SLOT, "create " + NEXT, "list ");
  }

  @Test
  void whoFindsThatSomebodyHasBegunWithoutAKeyWritesNothing() {
    ObjectStore store = store(TestKeys.KEY);
    assertThat(store.list("", null).objects()).isEmpty();
    raw.memory().put(SLOT, text("plain"), TIME);

    assertMismatch(() -> store.create(NEXT, text("x"), TIME), "without an encryption key (" + SLOT);

    assertThat(raw.memory().stat(NEXT)).isEmpty();
  }

  @Test
  void twoThatBeginWithTheSameKeyAreNoMismatch() throws IOException {
    ObjectStore one = store(TestKeys.KEY);
    ObjectStore other = store(TestKeys.KEY);
    assertThat(one.list("", null).objects()).isEmpty();
    assertThat(other.list("", null).objects()).isEmpty();

    var _ = one.create(SLOT, text("one"), TIME);
    var _ = other.create(NEXT, text("two"), TIME);

    assertThat(content(one, NEXT)).isEqualTo("two");
  }

  @Test
  void whoWritesWithoutHavingLookedLooksFirst() {
    raw.memory().put("somebody/elses", text("x"), TIME);

    assertMismatch(() -> store(TestKeys.KEY).create(SLOT, text("one"), TIME), "somebody/elses");
    assertThat(raw.memory().stat(EncryptionMark.NAME)).isEmpty();
  }

  @Test
  void aStoreThatKeepsWholeSecondsGetsTheRestFromTheHeader() {
    var _ = store(TestKeys.KEY).create(SLOT, text("one"), TIME);
    raw.keepSeconds();

    assertThat(store(TestKeys.KEY).stat(SLOT)).map(ObjectInfo::timestamp).contains(TIME);
  }

  // Two first starts.

  @Test
  void ofTwoFirstStartsTheSecondOneTakesTheMarkOfTheFirst() throws IOException {
    ObjectStore one = store(TestKeys.KEY);
    ObjectStore two = store(TestKeys.KEY);
    assertThat(one.list("", null).objects()).isEmpty();
    assertThat(two.list("", null).objects()).isEmpty();

    assertThat(one.create(SLOT, text("one"), TIME)).isEqualTo(new PutOutcome.Created());
    assertThat(two.create(SLOT, text("two"), TIME)).isEqualTo(new PutOutcome.Taken());
    assertThat(two.create(NEXT, text("two"), TIME)).isEqualTo(new PutOutcome.Created());

    assertThat(content(two, SLOT)).isEqualTo("one");
    assertThat(content(one, NEXT)).isEqualTo("two");
  }

  @Test
  void ofTwoFirstStartsWithDifferentKeysTheSecondOneIsRefused() {
    ObjectStore one = store(TestKeys.KEY);
    ObjectStore two = store(TestKeys.OTHER);
    assertThat(one.list("", null).objects()).isEmpty();
    assertThat(two.list("", null).objects()).isEmpty();
    var _ = one.create(SLOT, text("one"), TIME);

    assertEachCallIsRefused(two, TestKeys.KEY.fingerprint(), TestKeys.OTHER.fingerprint());
  }

  // Refusals.

  @Test
  void anotherKeyIsRefusedAndBothAreNamed() {
    var _ = store(TestKeys.KEY).create(SLOT, text("one"), TIME);

    assertEachCallIsRefused(
        store(TestKeys.OTHER),
        "with key " + TestKeys.KEY.fingerprint(),
        "configured key is " + TestKeys.OTHER.fingerprint());
  }

  @Test
  void aKeyForAPlainReplicaIsRefused() {
    raw.memory().put(SLOT, text("plain"), TIME);

    assertEachCallIsRefused(store(TestKeys.KEY), "is not encrypted", "a new, empty place");
  }

  @Test
  void aMarkAloneIsEnoughToRefuseAnotherKey() {
    var _ = store(TestKeys.KEY).create(SLOT, text("one"), TIME);
    raw.memory().delete(List.of(SLOT));

    assertMismatch(() -> store(TestKeys.OTHER).list("", null), TestKeys.KEY.fingerprint());
    assertThat(store(TestKeys.KEY).list("", null).objects()).isEmpty();
  }

  @Test
  void aSchemeThatNobodyKnowsIsRefused() {
    raw.memory().put(EncryptionMark.NAME, text("{\"format\": 2, \"scheme\": \"rot13\"}"), TIME);
    raw.memory().put(SLOT, text("?"), TIME);

    assertEachCallIsRefused(store(TestKeys.KEY), "rot13 of format 2", "aes-256-gcm-64k");
  }

  @Test
  void aMarkThatIsNoneIsRefused() {
    raw.memory().put(SLOT, text("?"), TIME);
    for (String mark :
        List.of("", "{}", "noise", "{\"format\": 1, \"scheme\": \"aes-256-gcm-64k\"}")) {
      raw.memory().put(EncryptionMark.NAME, text(mark), TIME);
      assertEachCallIsRefused(store(TestKeys.KEY), "does not know");
    }
  }

  @Test
  void aMarkThatWasChangedIsRefused() throws IOException {
    var _ = store(TestKeys.KEY).create(SLOT, text("one"), TIME);
    String mark = content(raw.memory(), EncryptionMark.NAME);
    int digit = mark.indexOf("\"replica\": \"") + 12;
    char other = mark.charAt(digit) == '0' ? '1' : '0';
    String changed = mark.substring(0, digit) + other + mark.substring(digit + 1);
    raw.memory().put(EncryptionMark.NAME, text(changed), TIME);

    assertEachCallIsRefused(store(TestKeys.KEY), "somebody has changed");
  }

  // A lost mark.

  @Test
  void withoutItsMarkAReplicaIsReadAndTheNextWritePutsTheMarkBack() throws IOException {
    var _ = store(TestKeys.KEY).create(SLOT, text("one"), TIME);
    String mark = content(raw.memory(), EncryptionMark.NAME);
    raw.memory().delete(List.of(EncryptionMark.NAME));
    ObjectStore store = store(TestKeys.KEY);

    assertThat(store.list("", null).objects()).hasSize(1);
    assertThat(content(store, SLOT)).isEqualTo("one");
    var _ = store.create(NEXT, text("two"), TIME);

    assertThat(content(raw.memory(), EncryptionMark.NAME)).isEqualTo(mark);
  }

  @Test
  void withoutItsMarkAReplicaOfAnotherKeyIsRefused() {
    var _ = store(TestKeys.KEY).create(SLOT, text("one"), TIME);
    raw.memory().delete(List.of(EncryptionMark.NAME));

    assertEachCallIsRefused(store(TestKeys.OTHER), TestKeys.KEY.fingerprint());
  }

  // What is no history.

  @Test
  void aProbeThatDoctorCouldNotDeleteMakesNoReplica() {
    raw.memory().put("seseragi/doctor/x", text("probe"), TIME);

    assertThat(store(TestKeys.KEY).create(SLOT, text("one"), TIME))
        .isEqualTo(new PutOutcome.Created());
  }

  @Test
  void theMarkIsOnNoPageAndCannotBeTouched() {
    ObjectStore store = store(TestKeys.KEY);
    IntStream.range(0, 1_500)
        .forEach(i -> store.create("ltx/0/%05d".formatted(i), text("x"), TIME));
    assertThat(store.list("seseragi/", null).objects()).isEmpty();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> store.read(EncryptionMark.NAME, 0, 1),
            () -> store.create(EncryptionMark.NAME, text("x"), TIME),
            () -> store.delete(List.of(EncryptionMark.NAME)))) {
      assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whoHasNoKeyIsToldWhichOneIsMissing() {
    var _ = store(TestKeys.KEY).create(SLOT, text("one"), TIME);

    assertThat(EncryptionMismatchException.keyMissing(new MemoryStore()))
        .hasMessageContaining("no key is configured");
    assertThat(EncryptionMismatchException.keyMissing(raw))
        .hasMessageContainingAll(
            TestKeys.KEY.fingerprint(), "key-file", "SESERAGI_ENCRYPTION_KEY", "Litestream");
  }
}
