package dev.seseragi.bench.costs;

import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import dev.seseragi.store.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/** Segments of a small database whose pages are noise. Used by one thread. */
final class SampleSegments {
  private static final PageSize PAGE_SIZE = new PageSize(4_096);
  private static final int PAGES = 64;
  private static final int CHANGED_PAGES = 3;

  /** Any writer's id: the same one wrote everything. */
  private static final long WRITER = 1L << 32;

  private static final WalRange SOMEWHERE = new WalRange(32, 4_120, 1, 1);

  private final SplittableRandom random = new SplittableRandom(19);

  SampleSegments() {}

  /** A segment's bytes and its time. */
  record Sample(Body body, Instant created) {}

  /** The whole database in one slot. */
  Sample whole(Txid slot, Instant now) {
    return of(TxidRange.of(slot), now, SOMEWHERE, 1, PAGES);
  }

  /** A few pages. */
  Sample changed(Txid slot, Instant now) {
    int first = random.nextInt(1, PAGES - CHANGED_PAGES);
    return of(TxidRange.of(slot), now, SOMEWHERE, first, CHANGED_PAGES);
  }

  /** The whole database up to a position. */
  Sample snapshot(TxidRange range, Instant now) {
    return of(range, now, WalRange.NONE, 1, PAGES);
  }

  private Sample of(TxidRange range, Instant now, WalRange wal, int firstPage, int pages) {
    Instant created = now.truncatedTo(ChronoUnit.MILLIS);
    LtxHeader header = LtxHeader.of(PAGE_SIZE, PAGES, range, created, wal, WRITER);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] page = new byte[PAGE_SIZE.bytes()];
    try (LtxEncoder encoder = new LtxEncoder(bytes, header, PageFormat.BLOCK)) {
      for (int number = firstPage; number < firstPage + pages; number++) {
        random.nextBytes(page);
        encoder.writePage(number, page, 0);
      }
      encoder.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return new Sample(Body.of(bytes.toByteArray()), created);
  }
}
