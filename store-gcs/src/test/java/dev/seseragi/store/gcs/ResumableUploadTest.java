package dev.seseragi.store.gcs;

import static dev.seseragi.testkit.gcs.GcsOperation.CHUNK;
import static dev.seseragi.testkit.gcs.GcsOperation.SESSION_STATUS;
import static dev.seseragi.testkit.gcs.GcsOperation.START_SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreException;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.gcs.GcsFault;
import dev.seseragi.testkit.store.GeneratedBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads of more than one chunk. */
@Timeout(60)
final class ResumableUploadTest {
  private static final String NAME = "ltx/9/0000000000000001-0000000000000001.ltx";
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");

  /** Two whole chunks and a short one. */
  private static final GeneratedBody BODY =
      new GeneratedBody(7, 2L * ResumableUpload.CHUNK_BYTES + 1234);

  private static final GcsFault BUSY = new GcsFault.Refused(503);

  /** Chunks take their time on a busy machine. */
  private static final RemoteLimits LIMITS =
      new RemoteLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(10), 3);

  private FakeGcs gcs;
  private GcsStore store;

  @BeforeEach
  void open() {
    gcs = FakeGcs.start().withBucket(TestStores.BUCKET);
    store = TestStores.open(gcs, LIMITS);
  }

  @AfterEach
  void close() {
    store.close();
    gcs.close();
  }

  private PutOutcome create() {
    return store.create(NAME, BODY, TIME);
  }

  private void assertThatAllIsStored() throws IOException {
    byte[] content = gcs.content(TestStores.BUCKET, "shop/" + NAME);
    assertThat(BODY.isContentOf(new ByteArrayInputStream(content))).isTrue();
  }

  @Test
  void itSendsEachChunkOnce() throws IOException {
    assertThat(create()).isEqualTo(new PutOutcome.Created());

    assertThat(gcs.count(START_SESSION)).isEqualTo(1);
    assertThat(gcs.count(CHUNK)).isEqualTo(3);
    assertThat(gcs.count()).isEqualTo(4);
    assertThatAllIsStored();
  }

  @Test
  void itGoesOnBehindRefusedLostAndResetChunks() throws IOException {
    gcs.fail(START_SESSION, BUSY);
    gcs.fail(CHUNK, BUSY, new GcsFault.LostAnswer(), new GcsFault.Reset());

    assertThat(create()).isEqualTo(new PutOutcome.Created());

    assertThatAllIsStored();
  }

  @Test
  void itSendsWhatTheServerDidNotKeepOfAChunk() throws IOException {
    gcs.fail(CHUNK, new GcsFault.KeptInPart(256 * 1024), new GcsFault.KeptInPart(1 << 20));

    assertThat(create()).isEqualTo(new PutOutcome.Created());

    assertThat(gcs.count(SESSION_STATUS)).isZero();
    assertThatAllIsStored();
  }

  @Test
  void theAnswerToItsLastChunkMayBeLost() throws IOException {
    gcs.fail(CHUNK, whole(), whole(), new GcsFault.LostAnswer());

    assertThat(create()).isEqualTo(new PutOutcome.Created());

    assertThat(gcs.count(SESSION_STATUS)).isEqualTo(1);
    assertThatAllIsStored();
  }

  /** A fault that is none. */
  private static GcsFault whole() {
    return new GcsFault.KeptInPart(Integer.MAX_VALUE);
  }

  @Test
  void withAllAnswersToItsLastChunkLostItIsUnknown() throws IOException {
    GcsFault lost = new GcsFault.LostAnswer();
    gcs.fail(CHUNK, whole(), whole(), lost);
    gcs.fail(SESSION_STATUS, lost, lost, lost);

    assertThat(create()).isInstanceOf(PutOutcome.Unknown.class);
    assertThatAllIsStored();
  }

  @Test
  void withoutItsLastChunkItWasCertainlyNotApplied() {
    gcs.fail(CHUNK, whole(), BUSY);
    gcs.fail(SESSION_STATUS, BUSY, BUSY, BUSY);

    assertThatThrownBy(this::create)
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining(NAME);
    assertThat(gcs.names(TestStores.BUCKET)).isEmpty();
  }

  @Test
  void aSessionThatIsGoneEndsIt() {
    gcs.fail(CHUNK, whole(), new GcsFault.SessionGone());

    assertThatThrownBy(this::create)
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("session");
    assertThat(create()).isEqualTo(new PutOutcome.Created());
  }

  @Test
  void aSessionThatIsGoneBehindItsLastChunkLeavesItUnknown() {
    gcs.fail(CHUNK, whole(), whole(), new GcsFault.LostAnswer());
    gcs.fail(SESSION_STATUS, new GcsFault.SessionGone());

    assertThat(create()).isInstanceOf(PutOutcome.Unknown.class);
  }

  @Test
  void aNameThatIsTakenMeanwhileIsTaken() {
    Body rival =
        new Body() {
          @Override
          public long sizeBytes() {
            return BODY.sizeBytes();
          }

          @Override
          public InputStream open() {
            // The session has begun by now.
            gcs.put(TestStores.BUCKET, "shop/" + NAME, new byte[] {1});
            return BODY.open();
          }
        };

    assertThat(store.create(NAME, rival, TIME)).isEqualTo(new PutOutcome.Taken());
    assertThat(gcs.content(TestStores.BUCKET, "shop/" + NAME)).hasSize(1);
  }

  @Test
  void aTakenNameCostsNoBytes() {
    gcs.put(TestStores.BUCKET, "shop/" + NAME, new byte[] {1});

    assertThat(create()).isEqualTo(new PutOutcome.Taken());
    assertThat(gcs.count(CHUNK)).isZero();
  }

  @Test
  void whatIsStoredShortIsNeverCreated() {
    gcs.fail(CHUNK, whole(), whole(), new GcsFault.StoredShort(1000));

    assertThat(create()).isInstanceOf(PutOutcome.Unknown.class);
  }

  @Test
  void aHangingChunkIsAskedFor() throws IOException {
    gcs.fail(CHUNK, new GcsFault.Hang());

    assertThat(create()).isEqualTo(new PutOutcome.Created());
    assertThatAllIsStored();
  }
}
