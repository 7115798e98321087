package dev.seseragi.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.store.GeneratedBody;
import dev.seseragi.testkit.store.Listings;
import dev.seseragi.testkit.time.Await;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireFault.Answer;
import dev.seseragi.testkit.wire.WireProxy;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong between the store and its server is covered, or said. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WireFaultTest {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");
  private static final Body BODY = noise(1, 100_000);
  private static final Body LARGE = noise(2, 11 << 20);

  private static S3TestServer server;
  private WireProxy proxy;
  private ObjectStore store;

  /** Behind the proxy: what the server really has. */
  private ObjectStore truth;

  @BeforeAll
  static void startServer() throws IOException {
    server = S3TestServer.inMemory();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    proxy = WireProxy.to(server.uri());
    String prefix = "wire/" + UUID.randomUUID();
    store = TestStores.open(urlOf(proxy, prefix), TestStores.IMPATIENT, Map.of());
    truth = TestStores.open(server.replicaUrl(prefix));
  }

  private static String urlOf(WireProxy proxy, String prefix) {
    return "s3://%s/%s?endpoint=%s".formatted(S3TestServer.BUCKET, prefix, proxy.uri());
  }

  @AfterEach
  void close() {
    store.close();
    truth.close();
    proxy.close();
  }

  /** Faults that another attempt covers. */
  static List<WireFault> passingFaults() {
    return List.of(
        new WireFault.Reset(),
        new WireFault.Hang(),
        new WireFault.CutRequest(20),
        new WireFault.LoseAnswer(),
        new WireFault.HangAfterwards(),
        new WireFault.Twice(),
        new WireFault.Slow(Duration.ofMillis(100), 0),
        Answer.status(429),
        Answer.status(500),
        Answer.status(503),
        new WireFault.AnswerAfterwards(Answer.status(500)),
        new WireFault.CutAnswer(0));
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void aCreateIsWholeOrTakenOrUnknownWhateverHappensOnce(WireFault fault) throws IOException {
    proxy.next(request -> request.is("PUT"), fault);

    PutOutcome outcome = store.create("0000/a", BODY, TIME);

    switch (outcome) {
      case PutOutcome.Created created -> assertThatItIsWhole("0000/a", BODY);
      // Only its own first attempt can have taken the name.
      case PutOutcome.Taken taken -> assertThatItIsWhole("0000/a", BODY);
      case PutOutcome.Unknown unknown -> assertThat(unknown.cause()).hasMessageContaining("0000/a");
    }
    assertThat(store.create("0000/a", BODY, TIME))
        .as("offered again it is there")
        .isIn(new PutOutcome.Created(), new PutOutcome.Taken());
    assertThatItIsWhole("0000/a", BODY);
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void readsListsAndDeletesAreCoveredByAnotherAttempt(WireFault fault) throws IOException {
    truth.create("0000/a", BODY, TIME);

    proxy.next(request -> true, fault);
    try (InputStream content = store.read("0000/a", 0, Long.MAX_VALUE)) {
      assertThat(content.readAllBytes()).isEqualTo(BODY.open().readAllBytes());
    } catch (IOException broken) {
      assertThat(fault).as("an open stream may break").isInstanceOf(WireFault.CutAnswer.class);
    }

    proxy.next(request -> true, fault);
    assertThat(Listings.names(store, "")).containsExactly("0000/a");

    proxy.next(request -> true, fault);
    assertThat(store.stat("0000/a")).isPresent();

    proxy.next(request -> true, fault);
    store.delete(List.of("0000/a"));
    assertThat(truth.stat("0000/a")).isEmpty();
  }

  /** Faults that last. */
  static List<WireFault> lastingFaults() {
    return List.of(
        new WireFault.Reset(),
        new WireFault.Hang(),
        new WireFault.LoseAnswer(),
        new WireFault.HangAfterwards(),
        Answer.status(429),
        Answer.status(500),
        Answer.status(503),
        new Answer(200, Map.of(), ""),
        new Answer(200, Map.of("content-type", "text/html"), "<html>log in here</html>"));
  }

  @ParameterizedTest
  @MethodSource("lastingFaults")
  void whatLastsIsAnErrorWithinTheBudget(WireFault fault) {
    truth.create("0000/there", BODY, TIME);
    proxy.always(request -> true, fault);
    long startNanos = System.nanoTime();

    assertThatACreateClaimsNothing();
    assertThatThrownBy(() -> store.list("", null)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.stat("0000/there")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.delete(List.of("0000/there")))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(
            () -> {
              try (InputStream content = store.read("0000/there", 10, 20)) {
                content.readAllBytes();
              }
            })
        .isInstanceOf(StoreException.class);

    Duration fiveCalls = TestStores.IMPATIENT.call().multipliedBy(5);
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
        .isLessThan(fiveCalls.plusSeconds(10));
  }

  /** Whatever it says, the object is there whole if it says so. */
  private void assertThatACreateClaimsNothing() {
    try {
      PutOutcome outcome = store.create("0000/a", BODY, TIME);
      if (outcome instanceof PutOutcome.Created || outcome instanceof PutOutcome.Taken) {
        assertThatItIsWhole("0000/a", BODY);
      }
    } catch (StoreException certain) {
      assertThat(truth.stat("0000/a")).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAnswerThatIsLostIsNeverCreatedButUnknownOrTaken() {
    proxy.always(request -> request.is("PUT"), new WireFault.LoseAnswer());

    assertThat(store.create("0000/a", BODY, TIME)).isNotEqualTo(new PutOutcome.Created());
    assertThat(truth.stat("0000/a")).isPresent();
  }

  @Test
  void aServerThatNeverAnswersLeavesItUnknown() {
    proxy.always(request -> true, new WireFault.Hang());

    PutOutcome outcome = store.create("0000/a", BODY, TIME);

    assertThat(outcome).isInstanceOf(PutOutcome.Unknown.class);
  }

  @Test
  void aTemporaryErrorBehindTheBodyIsUnknownAndA429IsNot() {
    proxy.always(request -> request.is("PUT"), Answer.status(503));
    assertThat(store.create("0000/a", BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);
    proxy.heal();

    proxy.always(request -> request.is("PUT"), Answer.status(429));
    assertThatThrownBy(() -> store.create("0000/a", BODY, TIME))
        .isInstanceOf(StoreException.class)
        .isNotInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining("429");
  }

  @Test
  void anUnknownAttemptIsNotForgottenWhenTheNextOneIsRefused() {
    proxy.next(
        request -> request.is("PUT"),
        new WireFault.LoseAnswer(),
        new Answer(403, Map.of(), error("AccessDenied", "no")));

    assertThat(store.create("0000/a", BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);
  }

  @Test
  void racingWritesAreTriedAgain() throws IOException {
    proxy.next(
        request -> request.is("PUT"),
        new Answer(409, Map.of(), error("ConditionalRequestConflict", "try again")));

    assertThat(store.create("0000/a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
    assertThatItIsWhole("0000/a", BODY);
  }

  @Test
  void aBodyThatWasStoredShortIsNotCreated() {
    truth.create("0000/a", noise(1, 50_000), TIME);
    // The server answers that it stored the object, but it has another.
    proxy.always(
        request -> request.is("PUT"),
        new Answer(200, Map.of("etag", "\"00000000000000000000000000000000\""), ""));

    PutOutcome outcome = store.create("0000/a", BODY, TIME);

    assertThat(outcome).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(((PutOutcome.Unknown) outcome).cause())
        .hasMessageContaining("100,000 bytes were sent")
        .hasMessageContaining("50,000");
  }

  @Test
  void anETagThatIsNoMd5IsNoError() {
    proxy.next(
        request -> request.is("PUT"),
        new WireFault.AnswerAfterwards(new Answer(200, Map.of("etag", "\"opaque\""), "")));

    assertThat(store.create("0000/a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 60, 300, 700})
  void aListingCutInTheMiddleIsNeverAShortOne(long bytes) {
    for (int i = 0; i < 5; i++) {
      truth.create("0000/" + i, BODY, TIME);
    }
    for (WireFault cut :
        List.of(new WireFault.CutAnswer(bytes), new WireFault.ShortenAnswer(bytes))) {
      proxy.next(request -> request.is("GET"), cut);
      assertThat(Listings.names(store, "")).as("covered by the next attempt").hasSize(5);

      proxy.always(request -> request.is("GET"), cut);
      assertThatThrownBy(() -> store.list("", null)).isInstanceOf(StoreException.class);
      proxy.heal();
    }
  }

  @Test
  void listingsThatContradictThemselvesAreErrors() {
    String head = "<ListBucketResult><Name>b</Name>";
    String more = "<IsTruncated>true</IsTruncated>";
    String end = "</ListBucketResult>";
    for (String answer :
        List.of(
            head + end,
            head + more + end,
            head + "<IsTruncated>false</IsTruncated><KeyCount>2</KeyCount>" + end,
            head
                + "<IsTruncated>false</IsTruncated><Contents><Key>another/x</Key><Size>1</Size>"
                + "<LastModified>2026-11-21T07:53:37.000Z</LastModified></Contents>"
                + end)) {
      proxy.always(request -> true, new Answer(200, Map.of(), answer));
      assertThatThrownBy(() -> store.list("", null)).isInstanceOf(StoreException.class);
      proxy.heal();
    }
  }

  @Test
  void aDeleteThatIsNotConfirmedIsAnError() {
    truth.create("0000/a", BODY, TIME);
    proxy.always(
        request -> request.is("POST"), new Answer(200, Map.of(), "<DeleteResult></DeleteResult>"));

    assertThatThrownBy(() -> store.delete(List.of("0000/a")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("0000/a")
        .hasMessageContaining("not deleted");

    proxy.heal();
    proxy.always(
        request -> request.is("POST"),
        new Answer(
            200,
            Map.of(),
            "<DeleteResult><Error><Key>%s</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>"
                .formatted(keyOf("0000/a"))));
    assertThatThrownBy(() -> store.delete(List.of("0000/a")))
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining("s3:DeleteObject");
  }

  private String keyOf(String name) {
    return store.describe().replaceFirst("s3://[^/]+/", "") + "/" + name;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 50_000, 99_999})
  void aReadThatBreaksIsAnErrorOfTheStream(long bytes) {
    truth.create("0000/a", BODY, TIME);
    proxy.next(request -> request.is("GET"), new WireFault.CutAnswer(bytes));

    assertThatThrownBy(
            () -> {
              try (InputStream content = store.read("0000/a", 0, Long.MAX_VALUE)) {
                content.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void anotherRangeThanAskedForIsAnError() {
    truth.create("0000/a", BODY, TIME);
    for (Answer wrong :
        List.of(
            new Answer(200, Map.of(), "the whole object"),
            new Answer(206, Map.of("content-range", "bytes 0-3/100000"), "abcd"),
            new Answer(206, Map.of("content-range", "bytes 10-13/14"), "ab"))) {
      proxy.always(request -> request.is("GET"), wrong);
      assertThatThrownBy(() -> store.read("0000/a", 10, 20)).isInstanceOf(StoreException.class);
      proxy.heal();
    }
  }

  @Test
  void aSlowAnswerIsAwaitedAsLongAsItMoves() throws IOException {
    truth.create("0000/a", BODY, TIME);
    proxy.next(request -> request.is("GET"), new WireFault.Slow(Duration.ofMillis(100), 200_000));

    assertThatItIsWhole(store, "0000/a", BODY);
  }

  // In parts.

  static List<WireFault> faultsOfParts() {
    return List.of(
        new WireFault.CutRequest(1 << 20),
        new WireFault.LoseAnswer(),
        new WireFault.Twice(),
        Answer.status(503));
  }

  @ParameterizedTest
  @MethodSource("faultsOfParts")
  void eachRequestOfAnUploadInPartsMayFailOnce(WireFault fault) throws IOException {
    int requests = 1 + 3 + 1;
    for (int failing = 0; failing < requests; failing++) {
      String name = "0009/" + failing;
      proxy.next(request -> request.is("PUT", "POST"), faultAt(failing, fault));

      PutOutcome outcome = store.create(name, LARGE, TIME);

      if (outcome instanceof PutOutcome.Unknown) {
        assertThat(failing).as("only the last request decides").isEqualTo(requests - 1);
        assertThat(store.create(name, LARGE, TIME)).isNotInstanceOf(PutOutcome.Unknown.class);
      }
      assertThatItIsWhole(name, LARGE);
      proxy.heal();
    }
  }

  private static WireFault[] faultAt(int number, WireFault fault) {
    WireFault[] script = new WireFault[number + 1];
    Arrays.fill(script, new WireFault.None());
    script[number] = fault;
    return script;
  }

  @Test
  void partsOfAFailedUploadAreGivenBack() {
    proxy.always(
        request -> request.is("PUT"), new Answer(403, Map.of(), error("AccessDenied", "no")));

    assertThatThrownBy(() -> store.create("0009/a", LARGE, TIME))
        .isInstanceOf(StoreForbiddenException.class);

    assertThat(proxy.requests()).anyMatch(request -> request.is("DELETE"));
    assertThat(Listings.names(truth, "")).isEmpty();
  }

  @Test
  void ofTwoUploadsInPartsTheSecondFindsTheNameTaken() throws IOException {
    assertThat(store.create("0009/a", LARGE, TIME)).isEqualTo(new PutOutcome.Created());
    assertThat(store.create("0009/a", noise(3, 11 << 20), TIME)).isEqualTo(new PutOutcome.Taken());

    assertThatItIsWhole("0009/a", LARGE);
    assertThat(proxy.requests().getLast().is("DELETE")).as("its parts are given back").isTrue();
  }

  // The caller.

  @Test
  void anInterruptEndsAWaitSoon() throws InterruptedException {
    proxy.always(request -> true, new WireFault.Hang());
    ObjectStore patient = TestStores.open(urlOf(proxy, "x"));
    Thread caller = Thread.ofPlatform().start(() -> patient.create("a", BODY, TIME));
    Await.until("the request is there", Duration.ofSeconds(10), () -> !proxy.requests().isEmpty());

    caller.interrupt();

    assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
    patient.close();
  }

  @Test
  void aCloseEndsWhatIsUnderWay() throws InterruptedException {
    proxy.always(request -> true, new WireFault.Hang());
    ObjectStore patient = TestStores.open(urlOf(proxy, "x"));
    List<Throwable> errors = new CopyOnWriteArrayList<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                patient.list("", null);
              } catch (RuntimeException e) {
                errors.add(e);
              }
            });
    Await.until("the request is there", Duration.ofSeconds(10), () -> !proxy.requests().isEmpty());

    patient.close();

    assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
    assertThat(errors).singleElement().isInstanceOf(StoreClosedException.class);
  }

  private void assertThatItIsWhole(String name, Body body) throws IOException {
    assertThatItIsWhole(truth, name, body);
  }

  private static void assertThatItIsWhole(ObjectStore from, String name, Body body)
      throws IOException {
    try (InputStream content = from.read(name, 0, Long.MAX_VALUE)) {
      assertThat(Arrays.equals(content.readAllBytes(), body.open().readAllBytes())).isTrue();
    }
  }

  private static Body noise(long seed, int sizeBytes) {
    return Body.of(new GeneratedBody(seed, sizeBytes).range(0, sizeBytes));
  }

  private static String error(String code, String message) {
    return "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message);
  }
}
