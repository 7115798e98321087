package dev.seseragi.store.azure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seseragi.store.Body;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.testkit.azure.Azurite;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.store.GeneratedBody;
import dev.seseragi.testkit.store.Listings;
import dev.seseragi.testkit.time.Await;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireProxy;
import dev.seseragi.testkit.wire.WireRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What networks and the service do wrong, and what requests cost. */
@Timeout(60)
final class AzureFaultTest {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");
  private static final Body BODY = Body.of("content".getBytes(StandardCharsets.US_ASCII));
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static @Nullable Azurite azurite;

  private WireProxy proxy;
  private ObjectStore store;

  @BeforeAll
  static void startServer() {
    azurite = TestAzure.start();
  }

  @AfterAll
  static void stopServer() {
    if (azurite != null) {
      azurite.close();
    }
  }

  @BeforeEach
  void openStore() throws IOException {
    proxy = WireProxy.to(requireNonNull(azurite).uri());
    store =
        new AzureStore(TestAzure.settings(proxy.uri(), "r" + UUID.randomUUID()), TestAzure.SHORT);
  }

  @AfterEach
  void closeStore() {
    store.close();
    proxy.close();
  }

  private static boolean isPut(WireRequest request) {
    return request.is("PUT");
  }

  @Test
  void aCreateWhoseAnswerIsLostFindsItsNameTaken() {
    proxy.next(AzureFaultTest::isPut, new WireFault.LoseAnswer());

    assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Taken());
    assertThat(Listings.names(store, "")).containsExactly("a");
  }

  @Test
  void aCreateThatNobodyAnswersIsUnknown() {
    proxy.always(AzureFaultTest::isPut, new WireFault.LoseAnswer());
    assertThat(store.create("a", BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);
    proxy.heal();
    proxy.always(AzureFaultTest::isPut, new WireFault.Hang());
    long begun = System.nanoTime();
    assertThat(store.create("b", BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    proxy.heal();
    assertThat(Listings.names(store, "")).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aBurstOfErrorsPasses(int status) {
    WireFault.Answer fault = WireFault.Answer.status(status);
    proxy.next(request -> true, fault, fault);

    assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
    proxy.next(request -> true, fault, fault);
    assertThat(store.stat("a")).isPresent();
    proxy.next(request -> true, fault, fault);
    assertThat(Listings.names(store, "")).containsExactly("a");
    proxy.next(request -> true, fault, fault);
    store.delete(List.of("a"));
    assertThat(Listings.names(store, "")).isEmpty();
  }

  @Test
  void errorsThatStayLeaveACreateUnknown() {
    proxy.always(
        AzureFaultTest::isPut, new WireFault.AnswerAfterwards(WireFault.Answer.status(500)));

    // The first attempt made it, and said that it had not.
    PutOutcome outcome = store.create("a", BODY, TIME);

    assertThat(outcome).isInstanceOf(PutOutcome.Unknown.class);
    proxy.heal();
    assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Taken());
  }

  @Test
  void aResetBeforeTheServiceSawItIsTriedAgain() {
    proxy.next(request -> true, new WireFault.Reset(), new WireFault.CutRequest(3));

    assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
  }

  @Test
  void aRequestThatArrivesTwiceMakesOneObject() throws IOException {
    proxy.next(AzureFaultTest::isPut, new WireFault.Twice());

    assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Taken());
    try (InputStream stream = store.read("a", 0, Long.MAX_VALUE)) {
      assertThat(stream.readAllBytes()).asString().isEqualTo("content");
    }
  }

  @Test
  void aListingThatIsCutIsAnErrorAndNeverShort() {
    for (int i = 0; i < 20; i++) {
      assertThat(store.create("a" + i, BODY, TIME)).isEqualTo(new PutOutcome.Created());
    }
    for (int bytes : List.of(0, 1, 300, 2_000)) {
      proxy.always(
          request -> request.target().contains("comp=list"), new WireFault.CutAnswer(bytes));
      assertThatThrownBy(() -> store.list("", null)).isInstanceOf(StoreException.class);
      proxy.heal();
      proxy.always(
          request -> request.target().contains("comp=list"), new WireFault.ShortenAnswer(bytes));
      assertThatThrownBy(() -> store.list("", null)).isInstanceOf(StoreException.class);
      proxy.heal();
    }
    assertThat(Listings.names(store, "")).hasSize(20);
  }

  @Test
  void aReadThatIsCutIsAnErrorAndNeverAnEnd() throws IOException {
    GeneratedBody large = new GeneratedBody(2, 2 << 20);
    assertThat(store.create("a", large, TIME)).isEqualTo(new PutOutcome.Created());
    proxy.next(request -> request.is("GET"), new WireFault.CutAnswer(1 << 20));
    try (InputStream stream = store.read("a", 0, Long.MAX_VALUE)) {
      assertThatThrownBy(() -> large.isContentOf(stream)).isInstanceOf(IOException.class);
    }
    try (InputStream stream = store.read("a", 0, Long.MAX_VALUE)) {
      assertThat(large.isContentOf(stream)).isTrue();
    }
  }

  @Test
  void aReadThatStopsComingIsAnError() throws IOException {
    GeneratedBody large = new GeneratedBody(2, 2 << 20);
    assertThat(store.create("a", large, TIME)).isEqualTo(new PutOutcome.Created());
    proxy.next(request -> request.is("GET"), new WireFault.Slow(Duration.ofSeconds(30), 0));
    proxy.next(request -> request.is("GET"), new WireFault.Hang());
    proxy.next(request -> request.is("GET"), new WireFault.Hang());
    assertThatThrownBy(() -> store.read("a", 0, Long.MAX_VALUE).close())
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("in time");
  }

  @Test
  void aReadOfAnotherRangeIsAnError() {
    assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
    List<WireFault> faults =
        List.of(
            new WireFault.ShortenAnswer(3),
            new WireFault.Answer(200, Map.of(), "content"),
            new WireFault.Answer(206, Map.of("content-range", "bytes 0-1/7"), "co"));
    for (WireFault fault : faults) {
      proxy.always(request -> request.is("GET"), fault);
      assertThatThrownBy(() -> store.read("a", 1, 4))
          .as(fault.toString())
          .isExactlyInstanceOf(StoreException.class)
          .hasMessageContaining("another range");
      proxy.heal();
    }
  }

  @Test
  void aCloseEndsWhatHangs() throws Exception {
    proxy.always(request -> true, new WireFault.Hang());
    ObjectStore patient =
        new AzureStore(TestAzure.settings(proxy.uri(), "x"), RemoteLimits.DEFAULT);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ListPage> list = callers.submit(() -> patient.list("", null));
      Await.until("the request is there", WAIT, () -> !proxy.requests().isEmpty());

      patient.close();

      assertThatThrownBy(() -> list.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StoreClosedException.class);
    }
  }

  @Test
  void aCloseEndsAReadThatIsUnderWay() throws IOException {
    GeneratedBody large = new GeneratedBody(2, 4 << 20);
    assertThat(store.create("a", large, TIME)).isEqualTo(new PutOutcome.Created());

    try (InputStream stream = store.read("a", 0, Long.MAX_VALUE)) {
      store.close();

      assertThatThrownBy(() -> stream.read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theServicesClockIsThatOfItsAnswers() {
    assertThat(store.clock()).isEmpty();

    assertThat(store.list("", null).objects()).isEmpty();
    assertThat(store.clock().orElseThrow())
        .isCloseTo(Instant.now(), within(30, ChronoUnit.SECONDS));

    proxy.always(
        request -> true,
        new WireFault.Answer(404, Map.of("date", "Sat, 21 Nov 2020 07:00:00 GMT"), ""));
    assertThat(store.stat("a")).isEmpty();
    assertThat(store.clock().orElseThrow())
        .isBetween(Instant.parse("2020-11-21T07:00:00Z"), Instant.parse("2020-11-21T07:05:00Z"));
  }

  @Test
  void partsOfALargeBodyAreSentAgain() throws IOException {
    GeneratedBody large = new GeneratedBody(3, 10 << 20);
    proxy.next(
        request -> request.target().contains("comp=block&"),
        new WireFault.LoseAnswer(),
        WireFault.Answer.status(503));

    assertThat(store.create("a", large, TIME)).isEqualTo(new PutOutcome.Created());
    try (InputStream stream = store.read("a", 0, Long.MAX_VALUE)) {
      assertThat(large.isContentOf(stream)).isTrue();
    }
  }

  @Test
  void aLargeBodyWhoseNamingIsLostIsTakenOrUnknown() {
    GeneratedBody large = new GeneratedBody(3, 5 << 20);
    proxy.next(request -> request.target().contains("comp=blocklist"), new WireFault.LoseAnswer());

    assertThat(store.create("a", large, TIME)).isEqualTo(new PutOutcome.Taken());
    assertThat(store.stat("a")).isPresent();
  }

  @Test
  void requestsAreFew() throws IOException {
    store.create("a", BODY, TIME);
    store.stat("a");
    store.read("a", 0, 3).close();
    store.list("", null);
    store.create("large", new GeneratedBody(1, 9 << 20), TIME);
    store.delete(List.of("a"));

    assertThat(proxy.requests().stream().map(WireRequest::method))
        .containsExactly(
            "PUT", "HEAD", "GET", "GET", // one each
            "PUT", "PUT", "PUT", "PUT", "HEAD", // three blocks, their names, and a look at the size
            "DELETE");
  }

  @Test
  void aWrongKeyIsRefusedWithoutShowingIt() {
    String wrong = "d3Jvbmctc2VjcmV0";
    try (ObjectStore stranger = open(TestAzure.CONTAINER, Map.of("account-key", wrong))) {
      assertThatThrownBy(() -> stranger.create("a", BODY, TIME))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("account-key")
          .hasMessageNotContaining(wrong);
      assertThatThrownBy(() -> stranger.list("", null)).isInstanceOf(StoreForbiddenException.class);
    }
  }

  @Test
  void noErrorShowsATokensSignature() {
    Map<String, String> token =
        Map.of("sas-token", "sv=2025-01-05&ss=b&srt=co&sp=rl&se=2030-01-01T00:00:00Z&sig=S3cr3t");
    try (ObjectStore stranger = open(TestAzure.CONTAINER, token)) {
      assertThatThrownBy(() -> stranger.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("sas-token")
          .satisfies(AzureFaultTest::hasNoSecret);
      proxy.always(request -> true, new WireFault.Reset());
      assertThatThrownBy(() -> stranger.list("", null)).satisfies(AzureFaultTest::hasNoSecret);
    }
  }

  private static void hasNoSecret(Throwable error) {
    StringWriter whole = new StringWriter();
    error.printStackTrace(new PrintWriter(whole));
    assertThat(whole.toString()).doesNotContain("S3cr3t");
  }

  @Test
  void whatAPolicyKeepsIsForbiddenToDelete() {
    proxy.always(
        request -> request.is("DELETE"),
        new WireFault.Answer(409, Map.of("x-ms-error-code", "BlobImmutableDueToPolicy"), ""));

    assertThatThrownBy(() -> store.delete(List.of("a")))
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining("immutability policy");
  }

  @Test
  void anEndpointWithoutTlsIsNamed() {
    Map<String, String> options =
        Map.of(
            "account-key",
            Azurite.ACCOUNT_KEY,
            "endpoint",
            Azurite.endpoint(requireNonNull(azurite).uri()).replace("http:", "https:"));
    try (ObjectStore secure =
        new AzureStore(
            AzureSettings.of(
                new StoreAddress("abs://%s@xyz/y".formatted(Azurite.ACCOUNT), options, Map.of())),
            TestAzure.SHORT)) {
      assertThatThrownBy(() -> secure.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("does not speak TLS");
    }
  }

  @Test
  void aMissingContainerIsNoEmptyReplica() {
    try (ObjectStore stranger = open("nowhere", Map.of("account-key", Azurite.ACCOUNT_KEY))) {
      assertThatThrownBy(() -> stranger.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("az storage container create");
      assertThatThrownBy(() -> stranger.stat("a")).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> stranger.create("a", BODY, TIME))
          .isInstanceOf(StoreForbiddenException.class);
    }
  }

  @Test
  void aClockThatIsOffIsNamed() {
    proxy.always(
        request -> true,
        new WireFault.Answer(
            403,
            Map.of(
                "date", "Sat, 21 Nov 2020 07:00:00 GMT", "x-ms-error-code", "AuthenticationFailed"),
            ""));

    assertThatThrownBy(() -> store.list("", null))
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining("minutes off");
  }

  @Test
  void whatIsMissingIsNotTriedAgain() {
    assertThatThrownBy(() -> store.read("a", 0, 1)).isInstanceOf(ObjectMissingException.class);
    assertThat(proxy.requests()).hasSize(1);
  }

  @Test
  void anObjectLargerThanTheHeapComesAndGoes() throws Exception {
    try (ChildProcess process =
        ChildJvm.running(LargeObject.class, requireNonNull(azurite).uri())
            .withJvmOptions("-Xmx64m")
            .start()) {
      assertThat(process.awaitExit(Duration.ofSeconds(50))).as(process::errorOutput).isZero();
    }
  }

  private ObjectStore open(String container, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("endpoint", Azurite.endpoint(proxy.uri()));
    return new AzureStore(
        AzureSettings.of(
            new StoreAddress("abs://%s@%s/x".formatted(Azurite.ACCOUNT, container), all, Map.of())),
        RemoteLimits.DEFAULT);
  }
}
