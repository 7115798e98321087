package dev.seseragi.ltx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.seseragi.ltx.Segment.Page;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a segment says about itself never makes its reader take more memory than promised. */
@Timeout(60)
final class MemoryBoundTest {
  private static final PageSize SMALL = new PageSize(512);

  /** What LtxDecoder and LtxSlice promise. */
  private static final long DECODER_BYTES = 192 * 1024;

  /** What LtxEncoder and PageIndex promise besides their 3 and 12 bytes a page. */
  private static final long OTHER_BYTES = 256 * 1024;

  @Test
  void decodingTakesTheSameHoweverManyPagesThereAre() throws IOException {
    PageSize large = new PageSize(65_536);
    for (PageFormat format : PageFormat.values()) {
      byte[] one = encoded(large, 1, format);
      byte[] many = encoded(large, 300, format);
      allocated(() -> drain(many, large)); // loads classes
      assertThat(allocated(() -> drain(one, large))).isLessThan(DECODER_BYTES);
      assertThat(allocated(() -> drain(many, large))).isLessThan(DECODER_BYTES);
    }
  }

  @Test
  void encodingTakesThreeBytesAPage() throws IOException {
    int pages = 100_000;
    byte[] page = SamplePages.page(SMALL, new Random(7)).bytes();
    LtxHeader header = SamplePages.snapshot(SMALL, pages);
    ThrowingRunnable encode =
        () -> {
          LtxEncoder encoder =
              new LtxEncoder(OutputStream.nullOutputStream(), header, PageFormat.BLOCK);
          for (int n = 1; n <= pages; n++) {
            encoder.writePage(n, page, 0);
          }
          encoder.finish();
        };
    allocated(encode);
    assertThat(allocated(encode)).isLessThan(3L * pages + OTHER_BYTES);
  }

  @Test
  void hostileLengthsAreRefusedWithoutMemoryForThem() throws IOException {
    Page page = SamplePages.page(SMALL, new Random(7));
    byte[] block = new byte[200];
    LtxHeader header = SamplePages.delta(SMALL, Integer.MAX_VALUE);
    byte[][] hostile = {
      new RawSegment(header).block(1, 1, Integer.MAX_VALUE, block, page).end(),
      new RawSegment(header).block(1, 1, 4 << 20, block, page).end(),
      new RawSegment(header).frame(1, hostileFrame(), page).end(),
      new RawSegment(header).end(new byte[] {0}, Long.MAX_VALUE),
      new RawSegment(header).end(new byte[1_000_000], 1_000_000),
      new RawSegment(header).end(filled((byte) 0xff)),
      new RawSegment(header).end(filled((byte) 0x80)),
    };
    for (byte[] bytes : hostile) {
      refuse(bytes);
      assertThat(allocated(() -> refuse(bytes))).isLessThan(DECODER_BYTES);
      refuseIndex(bytes, header);
      assertThat(allocated(() -> refuseIndex(bytes, header))).isLessThan(OTHER_BYTES);
    }
  }

  @Test
  void aSnapshotThatClaimsTwoBillionPagesIsReadNoFurtherThanItGoes() throws IOException {
    LtxHeader header = SamplePages.snapshot(new PageSize(65_536), Integer.MAX_VALUE);
    byte[] bytes = new RawSegment(header).end();
    refuse(bytes);
    assertThat(allocated(() -> refuse(bytes))).isLessThan(DECODER_BYTES);
  }

  @Test
  void theIndexOfASnapshotTakesTwelveBytesAPage() throws IOException {
    int pages = 50_000;
    LtxHeader header = SamplePages.snapshot(SMALL, pages);
    assertThat(allocatedByIndex(header, pages)).isLessThan(12L * pages + OTHER_BYTES);
  }

  @Test
  void theIndexOfADeltaGrowsWithItsPages() throws IOException {
    int pages = 50_000;
    LtxHeader header = SamplePages.delta(SMALL, Integer.MAX_VALUE);
    // All that is ever taken: arrays that grow by half each time, and the last copy.
    assertThat(allocatedByIndex(header, pages)).isLessThan(66L * pages + OTHER_BYTES);
  }

  @Test
  void aStreamWithoutEndIsRefusedAtItsFirstByteTooMany() throws IOException {
    byte[] bytes = encoded(SMALL, 2, PageFormat.BLOCK);
    InputStream endless = new SequenceInputStream(new ByteArrayInputStream(bytes), new Zeros());
    assertThat(refusal(endless)).hasMessageContaining("found more bytes");
  }

  private static void refuse(byte[] bytes) throws IOException {
    refusal(new ByteArrayInputStream(bytes));
  }

  private static LtxException refusal(InputStream in) throws IOException {
    byte[] page = new byte[512];
    LtxDecoder decoder = new LtxDecoder(in, "s");
    if (decoder.header().pageSize().bytes() > page.length) {
      page = new byte[decoder.header().pageSize().bytes()];
    }
    try {
      while (decoder.nextPage(page, 0) != 0) {
        // on to the damage
      }
    } catch (LtxException e) {
      return e;
    }
    throw new AssertionError("went through");
  }

  private static void refuseIndex(byte[] bytes, LtxHeader header) throws IOException {
    try {
      PageIndex index = PageIndex.read("s", header, bytes.length, Segment.ranges(bytes));
      Slices.readAll(bytes, index, 1);
    } catch (LtxException e) {
      return;
    }
    throw new AssertionError("went through");
  }

  private static void drain(byte[] bytes, PageSize pageSize) throws IOException {
    byte[] page = Scratch.of(pageSize);
    LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(bytes), "s");
    while (decoder.nextPage(page, 0) != 0) {
      // to the end
    }
  }

  /** The caller's page, which does not count. */
  private static final class Scratch {
    private static final byte[] PAGE = new byte[65_536];

    static byte[] of(PageSize pageSize) {
      assertThat(pageSize.bytes()).isLessThanOrEqualTo(PAGE.length);
      return PAGE;
    }
  }

  private static byte[] encoded(PageSize pageSize, int pages, PageFormat format)
      throws IOException {
    return encoded(SamplePages.snapshot(pageSize, pages), pages, format);
  }

  private static byte[] encoded(LtxHeader header, int pages, PageFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LtxEncoder encoder = new LtxEncoder(out, header, format);
    byte[] page = SamplePages.page(header.pageSize(), new Random(5)).bytes();
    for (int n = 1; n <= pages; n++) {
      encoder.writePage(n, page, 0);
    }
    encoder.finish();
    return out.toByteArray();
  }

  /** Declares blocks of 4 MiB, and one of them. */
  private static byte[] hostileFrame() {
    byte[] frame = {
      0x04, 0x22, 0x4d, 0x18, 0x64, 0x70, (byte) 0xb9, 0, 0, 0x40, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
    };
    return frame;
  }

  private static byte[] filled(byte value) {
    byte[] bytes = new byte[100_000];
    Arrays.fill(bytes, value);
    return bytes;
  }

  private interface ThrowingRunnable {
    void run() throws IOException;
  }

  private static long allocatedByIndex(LtxHeader header, int pages) throws IOException {
    byte[] bytes = encoded(header, pages, PageFormat.BLOCK);
    ThrowingRunnable read = () -> PageIndex.read("s", header, bytes.length, Segment.ranges(bytes));
    allocated(read);
    return allocated(read);
  }

  /** How many bytes the call takes from the heap in all. */
  private static long allocated(ThrowingRunnable call) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    call.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static final class Zeros extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return length;
    }
  }
}
