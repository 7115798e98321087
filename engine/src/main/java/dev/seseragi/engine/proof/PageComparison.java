package dev.seseragi.engine.proof;

import dev.seseragi.engine.ledger.LedgerReader;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.ltx.PageSize;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a restored file differs from the state that a ledger describes.
 *
 * @param foundBytes the file's length
 * @param expectedBytes the length that it should have
 * @param differing the first few pages that are not as they should be
 * @param count how many such pages there are
 */
public record PageComparison(
    long foundBytes, long expectedBytes, List<Integer> differing, int count) {
  private static final int MAX_NAMED = 8;
  private static final int BUFFER_BYTES = 1 << 20;

  /** Copies the list. */
  public PageComparison {
    differing = List.copyOf(differing);
  }

  /**
   * Reads the file once. What comes out counts only if the ledger turns out to be {@linkplain
   * LedgerReader#isIntact intact}.
   */
  public static PageComparison of(Path restored, LedgerReader expected) throws IOException {
    LedgerState state = expected.state();
    PageSize size = state.pageSize();
    List<Integer> differing = new ArrayList<>();
    int count = 0;
    byte[] page = new byte[size.bytes()];
    try (InputStream in = new BufferedInputStream(Files.newInputStream(restored), BUFFER_BYTES)) {
      for (int number = 1; number <= state.commitPages(); number++) {
        int read = in.readNBytes(page, 0, page.length);
        boolean isSame =
            read == page.length
                && (number == size.lockPage()
                    || expected.hash(number) == PageHash.of(page, 0, page.length));
        if (!isSame && count++ < MAX_NAMED) {
          differing.add(number);
        }
      }
    }
    return new PageComparison(
        Files.size(restored), size.bytesOf(state.commitPages()), differing, count);
  }

  /** Whether there is no difference at all. */
  public boolean isSame() {
    return count == 0 && foundBytes == expectedBytes;
  }

  /** The difference in words. */
  String words() {
    if (foundBytes != expectedBytes) {
      return "it has %,d bytes instead of %,d".formatted(foundBytes, expectedBytes);
    }
    return "page %,d is another%s"
        .formatted(
            differing.getFirst(),
            count == 1 ? "" : ", and %,d more (%s …)".formatted(count - 1, differing));
  }
}
