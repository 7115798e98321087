package dev.seseragi.store.gcs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreException;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.store.GeneratedBody;
import dev.seseragi.testkit.store.Listings;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireProxy;
import dev.seseragi.testkit.wire.WireRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call when the network between client and server misbehaves. */
@Timeout(60)
final class GcsWireTest {
  private static final String NAME = "ltx/0/0000000000000001-0000000000000001.ltx";
  private static final String KEY = "shop/" + NAME;
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");

  /** A chunk takes its time on a busy machine. */
  private static final RemoteLimits LIMITS =
      new RemoteLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(8), 3);

  private static final GeneratedBody LARGE =
      new GeneratedBody(3, 2L * ResumableUpload.CHUNK_BYTES + 777);

  private FakeGcs gcs;
  private WireProxy proxy;
  private GcsStore store;

  @BeforeEach
  void open() throws IOException {
    gcs = FakeGcs.start().withBucket(TestStores.BUCKET);
    proxy = WireProxy.to(gcs.endpoint());
    store =
        new GcsStore(
            GcsSettings.of(
                new StoreAddress(
                    "gs://" + TestStores.BUCKET + "/shop",
                    Map.of(),
                    Map.of(GcsSettings.EMULATOR, proxy.uri().toString()))),
            LIMITS);
  }

  @AfterEach
  void close() {
    store.close();
    proxy.close();
    gcs.close();
  }

  private PutOutcome create() {
    return store.create(NAME, Body.of("content".getBytes(US_ASCII)), TIME);
  }

  private static boolean isUpload(WireRequest request) {
    return request.target().startsWith("/upload/");
  }

  private static boolean isList(WireRequest request) {
    return request.target().contains("/o?prefix=");
  }

  private static boolean isRead(WireRequest request) {
    return request.target().contains("alt=media");
  }

  private void assertThatLargeIsStored() throws IOException {
    byte[] content = gcs.content(TestStores.BUCKET, KEY);
    assertThat(LARGE.isContentOf(new ByteArrayInputStream(content))).isTrue();
  }

  @Test
  void aResetUploadIsSentAgain() {
    proxy.next(GcsWireTest::isUpload, new WireFault.Reset(), new WireFault.CutRequest(20));

    assertThat(create()).isEqualTo(new PutOutcome.Created());
  }

  @Test
  void anUploadWhoseAnswerIsLostIsTakenByItself() {
    proxy.next(GcsWireTest::isUpload, new WireFault.LoseAnswer());

    assertThat(create()).isEqualTo(new PutOutcome.Taken());
    assertThat(gcs.content(TestStores.BUCKET, KEY)).isEqualTo("content".getBytes(US_ASCII));
  }

  @Test
  void anUploadThatArrivesTwiceMakesOneObject() {
    proxy.next(GcsWireTest::isUpload, new WireFault.Twice());

    assertThat(create()).isEqualTo(new PutOutcome.Taken());
    assertThat(gcs.content(TestStores.BUCKET, KEY)).isEqualTo("content".getBytes(US_ASCII));
  }

  @Test
  void anUploadThatHangsBehindTheServerIsNeverCreated() {
    proxy.always(GcsWireTest::isUpload, new WireFault.HangAfterwards());

    assertThat(create()).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(gcs.names(TestStores.BUCKET)).containsExactly(KEY);
  }

  @Test
  void anUploadWhoseAnswerIsCutShortIsNeverCreated() {
    proxy.always(GcsWireTest::isUpload, new WireFault.ShortenAnswer(10));

    assertThat(create()).isInstanceOf(PutOutcome.Unknown.class);
  }

  @Test
  void aLargeUploadGoesOnThroughBrokenConnections() throws IOException {
    proxy.next(
        request -> request.is("PUT"),
        new WireFault.CutRequest(1_000_000),
        new WireFault.None(),
        new WireFault.LoseAnswer(),
        new WireFault.None(),
        new WireFault.LoseAnswer());

    assertThat(store.create(NAME, LARGE, TIME)).isEqualTo(new PutOutcome.Created());

    assertThatLargeIsStored();
  }

  @Test
  void aSlowNetworkIsNoSilence() throws IOException {
    proxy.next(GcsWireTest::isRead, new WireFault.Slow(Duration.ofMillis(200), 20_000));
    byte[] content = new byte[40_000];
    store.create(NAME, Body.of(content), TIME);

    try (InputStream in = store.read(NAME, 0, Long.MAX_VALUE)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 30, 120})
  void halfAListingIsNeverAListing(long bytes) {
    create();
    proxy.always(GcsWireTest::isList, new WireFault.CutAnswer(bytes));

    assertThatThrownBy(() -> store.list("", null)).isExactlyInstanceOf(StoreException.class);

    proxy.heal();
    proxy.always(GcsWireTest::isList, new WireFault.ShortenAnswer(bytes));
    assertThatThrownBy(() -> store.list("", null)).isExactlyInstanceOf(StoreException.class);

    proxy.heal();
    assertThat(Listings.names(store, "")).containsExactly(NAME);
  }

  @Test
  void aReadThatIsCutOrShortenedIsNeverTakenForTheWhole() throws IOException {
    create();
    proxy.next(GcsWireTest::isRead, new WireFault.CutAnswer(3), new WireFault.ShortenAnswer(3));

    for (int i = 0; i < 2; i++) {
      try (InputStream in = store.read(NAME, 0, 7)) {
        assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void aBurstOfErrorsIsSatOut() {
    proxy.next(request -> true, WireFault.Answer.status(429), WireFault.Answer.status(500));

    assertThat(create()).isEqualTo(new PutOutcome.Created());

    proxy.next(request -> true, WireFault.Answer.status(503), new WireFault.Hang());
    assertThat(Listings.names(store, "")).containsExactly(NAME);
  }
}
