package dev.seseragi.ltx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.ltx.Segment.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class Lz4FrameReaderTest {
  private static final PageSize SMALL = new PageSize(512);
  private static final Page TEXT = new Page(new byte[512]);
  private static final int APART_WITH_CHECKSUM = 0x64;
  private static final int LINKED_WITH_CHECKSUM = 0x44;

  @ParameterizedTest
  @EnumSource(BLOCKSIZE.class)
  void framesOfAnyBlockSizeAreRead(BLOCKSIZE blockSize) throws IOException {
    assertReads(TEXT, frame(TEXT, blockSize, -1, Bits.BLOCK_INDEPENDENCE, Bits.CONTENT_CHECKSUM));
  }

  @Test
  void checksumsOfBlocksAndContentSizesAreReadAndChecked() throws IOException {
    Page noise = SamplePages.page(SMALL, new Random(1));
    for (Page page : new Page[] {TEXT, noise}) {
      byte[] frame =
          frame(
              page,
              BLOCKSIZE.SIZE_64KB,
              512,
              Bits.BLOCK_INDEPENDENCE,
              Bits.BLOCK_CHECKSUM,
              Bits.CONTENT_SIZE);
      assertReads(page, frame);
      frame[frame.length - 5] ^= 1; // of the block's checksum, before the end mark
      assertRefuses(frame, "checksum of the LZ4 block");
    }
  }

  @Test
  void aContentSizeOtherThanAPageIsRefused() throws IOException {
    Page half = new Page(new byte[256]);
    byte[] frame =
        frame(half, BLOCKSIZE.SIZE_64KB, 256, Bits.BLOCK_INDEPENDENCE, Bits.CONTENT_SIZE);
    assertRefuses(frame, "one page of 512 bytes, found one of 256");
  }

  @Test
  void aFrameOfSeveralBlocksIsRead() {
    assertReads(TEXT, blocks(APART_WITH_CHECKSUM, TEXT, compressed(100), compressed(412)));
    assertReads(TEXT, blocks(LINKED_WITH_CHECKSUM, TEXT, compressed(512)));
  }

  @Test
  void blocksThatReferToEachOtherAreRefused() {
    assertRefuses(
        blocks(LINKED_WITH_CHECKSUM, TEXT, compressed(100), compressed(412)), "linked ones");
  }

  @Test
  void aDictionaryAndReservedBitsAreRefused() {
    for (int flags : new int[] {0x65, 0x66, 0x24, 0xe4}) {
      assertRefuses(blocks(flags, TEXT, compressed(512)), "version 1 without a dictionary");
    }
  }

  @Test
  void aFrameHoldsExactlyOnePage() {
    assertRefuses(blocks(APART_WITH_CHECKSUM, TEXT, compressed(511)), "512 bytes, found 511");
    assertRefuses(blocks(APART_WITH_CHECKSUM, TEXT), "512 bytes, found 0");
    assertRefuses(
        blocks(APART_WITH_CHECKSUM, TEXT, compressed(512), compressed(1)),
        "for the 0 that the page still needs");
    assertRefuses(blocks(APART_WITH_CHECKSUM, TEXT, compressed(513)), "at most 512 bytes");
  }

  @Test
  void aBlockWithoutContentIsRefused() {
    byte[] empty = {0};
    assertRefuses(blocks(APART_WITH_CHECKSUM, TEXT, empty, compressed(512)), "an empty one");
  }

  @Test
  void aBlocksLengthIsBoundedByThePage() {
    for (int length : new int[] {531, 4 << 20, 0x7fff_ffff, 0x8000_0201, 0x8000_0000, -1}) {
      byte[] frame = blocks(APART_WITH_CHECKSUM, TEXT, compressed(512));
      BigEndian.putInt(frame, 7, Integer.reverseBytes(length));
      assertRefuses(frame, "expected an LZ4 block");
    }
  }

  @Test
  void manyTinyBlocksEndWithTheBoundOfAPage() {
    byte[][] tiny = new byte[400][];
    Arrays.fill(tiny, compressed(1));
    assertRefuses(blocks(APART_WITH_CHECKSUM, TEXT, tiny), "ends before byte");
  }

  @Test
  void changedContentFailsItsChecksumAtOnce() {
    byte[] frame = blocks(APART_WITH_CHECKSUM, TEXT, compressed(512));
    frame[frame.length - 1] ^= 1;
    assertRefuses(frame, "checksum of the page");
  }

  private static void assertReads(Page page, byte[] frame) {
    byte[] bytes = new RawSegment(SamplePages.delta(SMALL, 9)).frame(4, frame, page).end();
    assertThat(Segment.decode(bytes).pages()).containsEntry(4, page);
  }

  private static void assertRefuses(byte[] frame, String problem) {
    byte[] bytes = new RawSegment(SamplePages.delta(SMALL, 9)).frame(4, frame, TEXT).end();
    assertThatThrownBy(() -> Segment.decode(bytes))
        .isInstanceOf(LtxException.class)
        .hasMessageContaining(problem);
  }

  /** A frame as the library writes it. */
  private static byte[] frame(Page page, BLOCKSIZE blockSize, long knownSize, Bits... flags)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (LZ4FrameOutputStream frame =
        new LZ4FrameOutputStream(
            out,
            blockSize,
            knownSize,
            LZ4Factory.safeInstance().fastCompressor(),
            XXHashFactory.safeInstance().hash32(),
            flags)) {
      frame.write(page.bytes());
    }
    return out.toByteArray();
  }

  /** A frame of these compressed blocks, with the content checksum of the page. */
  private static byte[] blocks(int flags, Page page, byte[]... blocks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] descriptor = {(byte) flags, 0x40};
    out.writeBytes(word(0x184d2204));
    out.writeBytes(descriptor);
    out.write(XXHashFactory.safeInstance().hash32().hash(descriptor, 0, 2, 0) >>> 8);
    for (byte[] block : blocks) {
      out.writeBytes(word(block.length));
      out.writeBytes(block);
    }
    out.writeBytes(word(0));
    out.writeBytes(word(XXHashFactory.safeInstance().hash32().hash(page.bytes(), 0, 512, 0)));
    return out.toByteArray();
  }

  private static byte[] compressed(int zeros) {
    return LZ4Factory.safeInstance().fastCompressor().compress(new byte[zeros]);
  }

  private static byte[] word(int value) {
    byte[] bytes = new byte[4];
    BigEndian.putInt(bytes, 0, Integer.reverseBytes(value));
    return bytes;
  }
}
