package dev.seseragi.ltx;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seseragi.ltx.Segment.Page;
import java.time.Instant;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Headers and pages for tests: zeros, text as in tables, and noise. */
final class SamplePages {
  static final Instant TIME = Instant.parse("2026-11-21T07:55:10.948Z");

  private static final byte[] WORDS =
      "SQLite format 3 / CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT) / ".getBytes(US_ASCII);

  private SamplePages() {}

  static LtxHeader snapshot(PageSize pageSize, int commitPages) {
    return LtxHeader.of(
        pageSize, commitPages, TxidRange.upTo(new Txid(7)), TIME, WalRange.NONE, 0x5e5e);
  }

  static LtxHeader delta(PageSize pageSize, int commitPages) {
    WalRange wal = new WalRange(32, 4120, 0x3d335571, 0x85193964);
    return LtxHeader.of(
        pageSize, commitPages, TxidRange.of(new Txid(7)), TIME, wal, 0xfeed_face_cafe_beefL);
  }

  /** Pages 1 … {@code count} of all kinds. */
  static SortedMap<Integer, Page> all(PageSize pageSize, int count, long seed) {
    Random random = new Random(seed);
    SortedMap<Integer, Page> pages = new TreeMap<>();
    for (int n = 1; n <= count; n++) {
      pages.put(n, page(pageSize, random));
    }
    return pages;
  }

  static Page page(PageSize pageSize, Random random) {
    byte[] bytes = new byte[pageSize.bytes()];
    switch (random.nextInt(4)) {
      case 0 -> {} // zeros
      case 1 -> random.nextBytes(bytes);
      default -> {
        int text = random.nextInt(bytes.length);
        for (int i = 0; i < text; i++) {
          bytes[bytes.length - 1 - i] = WORDS[(i + random.nextInt(1 + i % 7)) % WORDS.length];
        }
      }
    }
    return new Page(bytes);
  }
}
