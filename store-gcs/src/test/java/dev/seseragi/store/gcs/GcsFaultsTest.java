package dev.seseragi.store.gcs;

import static dev.seseragi.testkit.gcs.GcsOperation.DELETE;
import static dev.seseragi.testkit.gcs.GcsOperation.LIST;
import static dev.seseragi.testkit.gcs.GcsOperation.READ;
import static dev.seseragi.testkit.gcs.GcsOperation.STAT;
import static dev.seseragi.testkit.gcs.GcsOperation.UPLOAD;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.gcs.GcsFault;
import dev.seseragi.testkit.gcs.GcsOperation;
import dev.seseragi.testkit.store.Listings;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call when server and network misbehave. */
@Timeout(60)
final class GcsFaultsTest {
  private static final String NAME = "ltx/0/0000000000000001-0000000000000001.ltx";
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private FakeGcs gcs;
  private GcsStore store;

  @BeforeEach
  void open() {
    gcs = FakeGcs.start().withBucket(TestStores.BUCKET);
    store = TestStores.open(gcs, TestStores.SHORT);
  }

  @AfterEach
  void close() {
    store.close();
    gcs.close();
  }

  private PutOutcome create() {
    return store.create(NAME, Body.of("content".getBytes(US_ASCII)), TIME);
  }

  private String stored() {
    return new String(gcs.content(TestStores.BUCKET, "shop/" + NAME), US_ASCII);
  }

  // Creates.

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aCreateIsTriedAgainWhenTheServerIsBusy(int status) {
    gcs.fail(UPLOAD, new GcsFault.Refused(status), new GcsFault.Refused(status));

    assertThat(create()).isEqualTo(new PutOutcome.Created());
    assertThat(gcs.count(UPLOAD)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void aCreateThatTheServerKeepsRefusingIsUnknown(int status) {
    GcsFault busy = new GcsFault.Refused(status);
    gcs.fail(UPLOAD, busy, busy, busy);

    assertThat(create()).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(gcs.count(UPLOAD)).as("attempts").isEqualTo(TestStores.SHORT.attempts());
  }

  @Test
  void aCreateWhoseConnectionIsResetIsTriedAgain() {
    gcs.fail(UPLOAD, new GcsFault.Reset());

    assertThat(create()).isEqualTo(new PutOutcome.Created());
  }

  @Test
  void aCreateThatWasAppliedWithoutAnAnswerIsTakenByItself() {
    gcs.fail(UPLOAD, new GcsFault.LostAnswer());

    assertThat(create()).isEqualTo(new PutOutcome.Taken());
    assertThat(stored()).isEqualTo("content");
  }

  @Test
  void aCreateThatWasAppliedAndRefusedIsTakenByItself() {
    gcs.fail(UPLOAD, new GcsFault.AppliedAndRefused(503));

    assertThat(create()).isEqualTo(new PutOutcome.Taken());
    assertThat(stored()).isEqualTo("content");
  }

  @Test
  void aCreateWhoseAnswersAreAllLostIsUnknown() {
    GcsFault lost = new GcsFault.LostAnswer();
    gcs.fail(UPLOAD, lost, lost, lost);

    assertThat(create()).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(stored()).isEqualTo("content");
  }

  @Test
  void aCreateThatNobodyAnswersIsUnknownWithinTheBudget() {
    GcsFault hang = new GcsFault.Hang();
    gcs.fail(UPLOAD, hang, hang, hang);
    long start = System.nanoTime();

    assertThat(create()).isInstanceOf(PutOutcome.Unknown.class);

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isLessThan(TestStores.SHORT.call().plusSeconds(1));
  }

  @Test
  void aCreateWhoseAnswerIsNonsenseIsUnknown() {
    gcs.fail(UPLOAD, new GcsFault.Nonsense("<html>Please log in</html>"));

    assertThat(create())
        .isInstanceOfSatisfying(
            PutOutcome.Unknown.class,
            unknown -> assertThat(unknown.cause()).hasMessageContaining("a proxy"));
  }

  @Test
  void aCreateThatReachesNobodyWasCertainlyNotApplied() {
    gcs.close();

    assertThatThrownBy(this::create)
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("nobody answers")
        .hasMessageContaining(NAME);
  }

  @Test
  void aHostThatDoesNotExistIsNamed() {
    GcsSettings nowhere =
        GcsSettings.of(
            new StoreAddress(
                "gs://replicas/shop",
                Map.of(),
                Map.of(GcsSettings.EMULATOR, "http://does-not-exist.invalid:80")));
    try (GcsStore lost = new GcsStore(nowhere, TestStores.SHORT)) {
      assertThatThrownBy(() -> lost.list("", null))
          .isExactlyInstanceOf(StoreException.class)
          .hasMessageContaining("does-not-exist.invalid")
          .hasMessageContaining("DNS");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void anObjectThatWasStoredShortIsNeverCreated(int storedBytes) {
    gcs.fail(UPLOAD, new GcsFault.StoredShort(storedBytes));

    assertThat(create())
        .isInstanceOfSatisfying(
            PutOutcome.Unknown.class,
            unknown ->
                assertThat(unknown.cause())
                    .hasMessageContaining("%d of 7 bytes".formatted(storedBytes)));
  }

  @Test
  void aPutThatWasStoredShortIsAnError() {
    gcs.fail(UPLOAD, new GcsFault.StoredShort(1));

    assertThatThrownBy(() -> store.put("config", Body.of(new byte[7]), TIME))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("1 of 7 bytes");
  }

  // Listings.

  @Test
  void aListingIsTriedAgainThroughABurstOfErrors() {
    create();
    gcs.fail(LIST, new GcsFault.Refused(503), new GcsFault.Reset());

    assertThat(Listings.names(store, "")).containsExactly(NAME);
  }

  @Test
  void aListingThatIsCutIsTriedAgain() {
    create();
    gcs.fail(LIST, new GcsFault.CutAnswer(40), new GcsFault.StalledAnswer(40));

    assertThat(Listings.names(store, "")).containsExactly(NAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 100})
  void aListingThatIsAlwaysCutIsAnErrorAndNeverShort(int bytes) {
    create();
    GcsFault cut = new GcsFault.CutAnswer(bytes);
    gcs.fail(LIST, cut, cut, cut);

    assertThatThrownBy(() -> store.list("", null)).isExactlyInstanceOf(StoreException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "<html>Please log in</html>",
        "{\"kind\":\"storage#objects\",\"items\":[{\"name\":\"shop/a\"}]}",
        "{\"kind\":\"storage#objects\",\"items\":[{\"name\":\"elsewhere/a\",\"size\":\"1\","
            + "\"timeCreated\":\"2026-11-21T07:53:37.825Z\"}]}",
        "{\"kind\":\"storage#objects\",\"items\":["
            + "{\"name\":\"shop/b\",\"size\":\"1\",\"timeCreated\":\"2026-11-21T07:53:37.825Z\"},"
            + "{\"name\":\"shop/a\",\"size\":\"1\",\"timeCreated\":\"2026-11-21T07:53:37.825Z\"}]}"
      })
  void aListingThatIsNoneIsAnErrorAndNeverEmpty(String body) {
    gcs.fail(LIST, new GcsFault.Nonsense(body));

    assertThatThrownBy(() -> store.list("", null))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("gs://replicas/shop");
  }

  @Test
  void halfAListingIsAnErrorOfItsSecondPage() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      names.add("ltx/0/%04d".formatted(i));
      gcs.put(TestStores.BUCKET, "shop/" + names.getLast(), new byte[1]);
    }
    String next = store.list("", null).next();
    GcsFault busy = new GcsFault.Refused(503);
    gcs.fail(LIST, busy, busy, busy);

    assertThatThrownBy(() -> store.list("", next)).isExactlyInstanceOf(StoreException.class);
    assertThat(Listings.names(store, "")).containsExactlyElementsOf(names);
  }

  // Reads.

  @Test
  void aReadThatIsCutIsAnErrorOfTheStream() throws IOException {
    create();
    gcs.fail(READ, new GcsFault.CutAnswer(3));

    try (InputStream in = store.read(NAME, 0, Long.MAX_VALUE)) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aReadThatFallsSilentIsAnErrorOfTheStream() throws IOException {
    create();
    gcs.fail(READ, new GcsFault.StalledAnswer(3));

    try (InputStream in = store.read(NAME, 0, Long.MAX_VALUE)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("silent");
    }
  }

  @Test
  void aSlowReadIsReadToItsEnd() throws IOException {
    create();
    gcs.fail(READ, new GcsFault.SlowAnswer(Duration.ofMillis(150)));

    try (InputStream in = store.read(NAME, 0, Long.MAX_VALUE)) {
      assertThat(in.readAllBytes()).isEqualTo("content".getBytes(US_ASCII));
    }
  }

  @Test
  void aReadIsOpenedAgainThroughABurstOfErrors() throws IOException {
    create();
    gcs.fail(READ, new GcsFault.Refused(503), new GcsFault.Reset());

    try (InputStream in = store.read(NAME, 2, 3)) {
      assertThat(in.readAllBytes()).isEqualTo("nte".getBytes(US_ASCII));
    }
  }

  @Test
  void aServerThatIgnoresTheRangeIsAnError() {
    create();
    gcs.fail(READ, new GcsFault.Nonsense("content"));

    assertThatThrownBy(() -> store.read(NAME, 2, 3))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("range");
  }

  // All of them.

  @ParameterizedTest
  @EnumSource(names = {"LIST", "STAT", "READ", "DELETE"})
  void aServerThatNeverAnswersIsAnErrorWithinTheBudget(GcsOperation operation) {
    create();
    GcsFault hang = new GcsFault.Hang();
    gcs.fail(operation, hang, hang, hang);
    long start = System.nanoTime();

    assertThatThrownBy(() -> call(operation)).isExactlyInstanceOf(StoreException.class);

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isLessThan(TestStores.SHORT.call().plusSeconds(1));
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "STAT", "READ", "DELETE", "UPLOAD"})
  void anInterruptEndsTheWaitSoon(GcsOperation operation) throws Exception {
    try (GcsStore patient = TestStores.open(gcs, RemoteLimits.DEFAULT)) {
      gcs.fail(operation, new GcsFault.Hang());
      CompletableFuture<Boolean> end = new CompletableFuture<>();
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  call(patient, operation);
                } catch (StoreException e) {
                  // As it should be; an upload returns Unknown.
                }
                end.complete(Thread.currentThread().isInterrupted());
              });
      Await.until("the server has it", PATIENCE, () -> gcs.count(operation) == 1);

      caller.interrupt();

      assertThat(end.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "STAT", "READ", "DELETE"})
  void aCloseEndsWhatIsUnderWay(GcsOperation operation) throws Exception {
    gcs.fail(operation, new GcsFault.Hang());
    GcsStore patient = TestStores.open(gcs, RemoteLimits.DEFAULT);
    CompletableFuture<Void> call = CompletableFuture.runAsync(() -> call(patient, operation));
    Await.until("the server has it", PATIENCE, () -> gcs.count(operation) == 1);

    patient.close();

    assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoreClosedException.class);
  }

  private void call(GcsOperation operation) {
    call(store, operation);
  }

  private static void call(GcsStore store, GcsOperation operation) {
    switch (operation) {
      case UPLOAD -> store.create(NAME, Body.of(new byte[7]), TIME);
      case LIST -> store.list("", null);
      case STAT -> store.stat(NAME);
      case READ -> store.read(NAME, 0, 1);
      case DELETE -> store.delete(List.of(NAME));
      default -> throw new IllegalArgumentException("not tested: " + operation);
    }
  }

  @Test
  void deletesGoOnThroughABurstOfErrors() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      names.add("ltx/0/" + i);
      gcs.put(TestStores.BUCKET, "shop/" + names.getLast(), new byte[1]);
    }
    gcs.fail(DELETE, new GcsFault.Refused(429), new GcsFault.LostAnswer());

    store.delete(names);

    assertThat(gcs.names(TestStores.BUCKET)).isEmpty();
  }

  @Test
  void aMissingBucketIsNeverAnEmptyReplica() {
    try (FakeGcs empty = FakeGcs.start();
        GcsStore other = TestStores.open(empty, TestStores.SHORT)) {
      for (GcsOperation operation : List.of(LIST, STAT, READ, DELETE, UPLOAD)) {
        assertThatThrownBy(() -> call(other, operation))
            .isInstanceOf(StoreForbiddenException.class)
            .hasMessageContaining("no bucket \"replicas\"");
      }
      assertThat(empty.count(STAT)).as("it is not tried again").isEqualTo(1);
    }
  }

  @Test
  void whatOthersKeepInTheBucketIsLeftOut() {
    create();
    gcs.put(TestStores.BUCKET, "shop/", new byte[0]);
    gcs.put(TestStores.BUCKET, "shop/ltx/0/", new byte[0]);
    gcs.put(TestStores.BUCKET, "shop/with space", new byte[0]);
    gcs.put(TestStores.BUCKET, "shopping/list", new byte[0]);

    assertThat(Listings.names(store, "")).containsExactly(NAME);
  }

  @Test
  void whatWasUploadedWithoutATimestampHasTheTimeOfItsUpload() {
    gcs.put(TestStores.BUCKET, "shop/a", new byte[3]);

    ObjectInfo object = store.stat("a").orElseThrow();

    assertThat(object.sizeBytes()).isEqualTo(3);
    assertThat(object.timestamp()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(Listings.objects(store, "")).containsExactly(object);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T07:53:37.825Z, 2026-11-21T07:53:37.825Z",
    "2026-11-21T07:53:37.800Z, 2026-11-21T07:53:37.8Z",
    "2026-11-21T07:53:37.010Z, 2026-11-21T07:53:37.01Z",
    "2026-11-21T07:53:30Z, 2026-11-21T07:53:30Z"
  })
  void theTimestampIsWrittenAsLitestreamDoes(Instant timestamp, String written) {
    store.create(NAME, Body.of(new byte[1]), timestamp);

    assertThat(gcs.metadata(TestStores.BUCKET, "shop/" + NAME))
        .containsEntry("litestream-timestamp", written);
  }
}
