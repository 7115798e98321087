package dev.seseragi.ltx;

import dev.seseragi.ltx.Segment.Page;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import net.jpountz.lz4.LZ4Factory;

/**
 * Puts a segment together from any parts, right or wrong, and gives it the checksum that belongs to
 * them: what a decoder refuses then is refused by a rule, and not by the checksum.
 */
final class RawSegment {
  private record Entry(int pageNumber, long offset, int length) {}

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final Crc64 crc = new Crc64();
  private final List<Entry> entries = new ArrayList<>();
  private long postApply;

  RawSegment(byte[] header) {
    hashed(header);
  }

  RawSegment(LtxHeader header) {
    this(HeaderBytes.of(header));
  }

  /** A header with one field overwritten. */
  static RawSegment withField(LtxHeader header, int offset, long value, int bytes) {
    byte[] raw = HeaderBytes.of(header);
    for (int i = 0; i < bytes; i++) {
      raw[offset + i] = (byte) (value >>> (8 * (bytes - 1 - i)));
    }
    return new RawSegment(raw);
  }

  RawSegment postApply(long checksum) {
    this.postApply = checksum;
    return this;
  }

  /** A page in block format. */
  RawSegment block(int pageNumber, Page page) {
    byte[] block = LZ4Factory.safeInstance().fastCompressor().compress(page.bytes());
    return block(pageNumber, 1, block.length, block, page);
  }

  /** A page in block format whose fields say anything. */
  RawSegment block(int pageNumber, int flags, int length, byte[] block, Page page) {
    int start = file.size();
    byte[] header = new byte[10];
    BigEndian.putInt(header, 0, pageNumber);
    BigEndian.putShort(header, 4, flags);
    BigEndian.putInt(header, 6, length);
    hashed(header);
    return content(pageNumber, start, block, page);
  }

  /** A page in frame format. */
  RawSegment frame(int pageNumber, byte[] frame, Page page) {
    int start = file.size();
    byte[] header = new byte[6];
    BigEndian.putInt(header, 0, pageNumber);
    hashed(header);
    return content(pageNumber, start, frame, page);
  }

  /** The whole segment with the index that belongs to it. */
  byte[] end() {
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    byte[] varint = new byte[10];
    for (Entry entry : entries) {
      index.write(varint, 0, Leb128.put(varint, 0, Integer.toUnsignedLong(entry.pageNumber)));
      index.write(varint, 0, Leb128.put(varint, 0, entry.offset));
      index.write(varint, 0, Leb128.put(varint, 0, entry.length));
    }
    index.write(0);
    return end(index.toByteArray());
  }

  /** The whole segment with this index. */
  byte[] end(byte[] index) {
    return end(index, index.length);
  }

  /** The whole segment with this index and this size of it. */
  byte[] end(byte[] index, long indexSize) {
    hashed(new byte[6]);
    hashed(index);
    hashed(word(indexSize));
    hashed(word(postApply));
    file.writeBytes(word(crc.value() | SegmentEnd.CHECKSUM_PRESENT));
    return file.toByteArray();
  }

  private RawSegment content(int pageNumber, int start, byte[] compressed, Page page) {
    file.writeBytes(compressed);
    crc.update(page.bytes(), 0, page.bytes().length);
    entries.add(new Entry(pageNumber, start, file.size() - start));
    return this;
  }

  private void hashed(byte[] bytes) {
    file.writeBytes(bytes);
    crc.update(bytes, 0, bytes.length);
  }

  private static byte[] word(long value) {
    byte[] bytes = new byte[8];
    BigEndian.putLong(bytes, 0, value);
    return bytes;
  }
}
