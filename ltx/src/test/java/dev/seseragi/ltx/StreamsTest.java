package dev.seseragi.ltx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/** How encoder and decoder treat their streams, and callers who do things in the wrong order. */
final class StreamsTest {
  private static final PageSize SMALL = new PageSize(512);
  private static final byte[] PAGE = new byte[512];

  @Test
  void aStreamThatFailsIsNoDamageWhereverItFails() {
    byte[] bytes = sample(PageFormat.FRAME);
    for (int good = 0; good <= bytes.length; good++) {
      InputStream failing = new FailingInput(bytes, good);
      assertThatThrownBy(() -> Segment.decode(failing, "s"))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("connection reset");
    }
  }

  @Test
  void aStreamThatGivesByteAfterByteGivesTheSame() throws IOException {
    byte[] bytes = sample(PageFormat.BLOCK);
    Segment segment = Segment.decode(new TricklingInput(bytes), "s");
    assertThat(segment).isEqualTo(Segment.decode(bytes));
  }

  @Test
  void afterAFailureADecoderHandsOutNothing() throws IOException {
    byte[] bytes = sample(PageFormat.BLOCK);
    bytes[100] = 77;
    try (LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(bytes), "s")) {
      assertThatThrownBy(() -> decoder.nextPage(PAGE.clone(), 0)).isInstanceOf(LtxException.class);
      assertThatThrownBy(() -> decoder.nextPage(PAGE.clone(), 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("failed before");
      assertThatThrownBy(decoder::header).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(decoder::trailer).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void theEndIsSaidAgainAndAgain() throws IOException {
    LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(sample(PageFormat.BLOCK)), "s");
    byte[] page = PAGE.clone();
    assertThatThrownBy(decoder::trailer).isInstanceOf(IllegalStateException.class);
    while (decoder.nextPage(page, 0) != 0) {
      assertThatThrownBy(decoder::trailer).isInstanceOf(IllegalStateException.class);
    }
    assertThat(decoder.nextPage(page, 0)).isZero();
    assertThat(decoder.trailer().fileChecksum()).isNegative();
  }

  @Test
  void aPageThatHasNoRoomIsRefusedAndCanBeReadInto() throws IOException {
    LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(sample(PageFormat.BLOCK)), "s");
    assertThatThrownBy(() -> decoder.nextPage(new byte[600], 100))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(decoder.nextPage(new byte[612], 100)).isEqualTo(1);
  }

  @Test
  void finishingLeavesTheStreamOpenAndClosingClosesIt() throws IOException {
    NotingOutput out = new NotingOutput();
    LtxEncoder encoder = encoder(out);
    encoder.finish();
    assertThat(out.flushed).isTrue();
    assertThat(out.closed).isFalse();
    encoder.close();
    assertThat(out.closed).isTrue();
  }

  @Test
  void aSegmentThatWasClosedUnfinishedIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LtxEncoder encoder = encoder(out);
    for (int n = 1; n <= 400; n++) {
      encoder.writePage(n, PAGE, 0);
    }
    encoder.close();
    assertThatThrownBy(() -> Segment.decode(out.toByteArray())).isInstanceOf(LtxException.class);
    assertThatThrownBy(encoder::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingComesBehindTheEnd() throws IOException {
    LtxEncoder encoder = encoder(new ByteArrayOutputStream());
    encoder.finish();
    assertThatThrownBy(encoder::finish).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> encoder.writePage(9, PAGE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPageOutOfOrderIsRefusedAndTheSegmentGoesOn() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LtxEncoder encoder = encoder(out);
    encoder.writePage(5, PAGE, 0);
    for (int wrong : new int[] {5, 4, 0, -1, 1001, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> encoder.writePage(wrong, PAGE, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
    encoder.writePage(6, PAGE, 0);
    encoder.finish();
    assertThat(Segment.decode(out.toByteArray()).pages()).containsOnlyKeys(5, 6);
  }

  @Test
  void aSnapshotWithAHoleIsNotWritten() throws IOException {
    LtxEncoder encoder =
        new LtxEncoder(
            new ByteArrayOutputStream(), SamplePages.snapshot(SMALL, 3), PageFormat.BLOCK);
    assertThatThrownBy(() -> encoder.writePage(2, PAGE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected page 1");
    encoder.writePage(1, PAGE, 0);
    assertThatThrownBy(encoder::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("holds all 3");
  }

  @Test
  void theLockPageIsNotWritten() {
    PageSize large = new PageSize(65_536);
    LtxEncoder encoder =
        new LtxEncoder(
            new ByteArrayOutputStream(), SamplePages.delta(large, 20_000), PageFormat.BLOCK);
    assertThatThrownBy(() -> encoder.writePage(large.lockPage(), new byte[65_536], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lock page");
  }

  @Test
  void headersThatCannotBeWrittenAreRefusedAtOnce() {
    OutputStream out = new ByteArrayOutputStream();
    LtxHeader checked =
        new LtxHeader(
            SMALL, 2, TxidRange.upTo(new Txid(1)), SamplePages.TIME, 0, WalRange.NONE, 0, true);
    assertThatThrownBy(() -> new LtxEncoder(out, checked, PageFormat.BLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("database checksums");
    assertThatThrownBy(() -> new LtxEncoder(out, SamplePages.delta(SMALL, 0), PageFormat.BLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 page or more");
  }

  @Test
  void preApplyChecksumsStandWhereTheyBelong() {
    TxidRange delta = TxidRange.of(new Txid(2));
    assertThatThrownBy(() -> header(delta, 0, true)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> header(delta, -1, false)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> header(TxidRange.of(Txid.FIRST), -1, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStreamThatFailsUnderTheEncoderEndsTheSegment() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    LtxEncoder encoder = encoder(full);
    assertThatThrownBy(encoder::finish).isExactlyInstanceOf(IOException.class);
    assertThatThrownBy(encoder::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theEncoderKnowsHowLongTheSegmentIs() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LtxEncoder encoder = encoder(out);
    assertThat(encoder.bytesWritten()).isEqualTo(100);
    encoder.writePage(5, PAGE, 0);
    encoder.finish();
    assertThat(encoder.bytesWritten()).isEqualTo(out.size());
  }

  private static LtxHeader header(TxidRange range, long preApply, boolean hasChecksums) {
    return new LtxHeader(
        SMALL, 2, range, SamplePages.TIME, preApply, WalRange.NONE, 0, hasChecksums);
  }

  private static LtxEncoder encoder(OutputStream out) {
    return new LtxEncoder(out, SamplePages.delta(SMALL, 1000), PageFormat.BLOCK);
  }

  private static byte[] sample(PageFormat format) {
    return Segment.encode(SamplePages.snapshot(SMALL, 3), format, SamplePages.all(SMALL, 3, 9));
  }

  /** Fails after some good bytes, as a connection does. */
  private static final class FailingInput extends InputStream {
    private final byte[] bytes;
    private final int good;
    private int position;

    FailingInput(byte[] bytes, int good) {
      this.bytes = bytes;
      this.good = good;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (position == good) {
        throw new IOException("connection reset");
      }
      int some = Math.min(length, good - position);
      System.arraycopy(bytes, position, into, offset, some);
      position += some;
      return some;
    }
  }

  /** Gives one byte a read. */
  private static final class TricklingInput extends FilterInputStream {
    TricklingInput(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return super.read(into, offset, Math.min(1, length));
    }
  }

  /** Notes what happens to it. */
  private static final class NotingOutput extends ByteArrayOutputStream {
    private boolean flushed;
    private boolean closed;

    @Override
    public void flush() {
      flushed = true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
