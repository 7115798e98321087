package dev.seseragi.engine.compact;

import static dev.seseragi.engine.compact.Segments.EMPTY;
import static dev.seseragi.engine.compact.Segments.LARGE;
import static dev.seseragi.engine.compact.Segments.SMALL;
import static dev.seseragi.engine.compact.Segments.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BaseTest {
  private static long end(SegmentInfo... level) {
    return Base.end(List.of(level)).value();
  }

  @Test
  void itIsTheFirstSegmentOfHistory() {
    assertThat(end(segment(0, 1, 1, 0, LARGE), segment(0, 2, 2, 0, LARGE))).isEqualTo(1);
    assertThat(end(segment(1, 1, 9, 0, LARGE), segment(1, 10, 12, 0))).isEqualTo(9);
  }

  @Test
  void itIsTheFirstThatMayBeAWholeCopy() {
    assertThat(
            end(
                segment(0, 1, 1, 0, SMALL),
                segment(0, 2, 2, 0, EMPTY),
                segment(0, 3, 3, 0, LARGE),
                segment(0, 4, 4, 0)))
        .isEqualTo(3);
  }

  @Test
  void withoutTheBeginningOfHistoryThereIsNone() {
    assertThat(end()).isZero();
    assertThat(end(segment(0, 2, 2, 0, LARGE))).isZero();
  }

  @Test
  void itEndsAtAGap() {
    assertThat(end(segment(0, 1, 1, 0, SMALL), segment(0, 3, 3, 0, LARGE))).isEqualTo(1);
  }

  /** As SQLite makes it: 100 bytes of header, an empty b-tree page, zeros. */
  @ParameterizedTest
  @EnumSource(PageFormat.class)
  void anEmptyDatabaseIsTakenForAFenceAtEveryPageSize(PageFormat format) throws IOException {
    for (int bytes = 512; bytes <= 65_536; bytes *= 2) {
      PageSize pageSize = new PageSize(bytes);
      byte[] page = new byte[bytes];
      byte[] header = new byte[108];
      new Random(1).nextBytes(header);
      System.arraycopy(header, 0, page, 0, header.length);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Instant now = Instant.parse("2026-11-21T12:00:00Z");
      TxidRange first = TxidRange.of(Txid.FIRST);
      try (LtxEncoder encoder =
          new LtxEncoder(out, LtxHeader.of(pageSize, 1, first, now, WalRange.NONE, 1), format)) {
        encoder.writePage(1, page, 0);
        encoder.finish();
      }

      assertThat(out.size()).isLessThan((int) Base.FENCE_LIMIT_BYTES);
    }
  }
}
