package dev.seseragi.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageLedgerTest {
  private static final PageSize SIZE = new PageSize(4096);
  private static final int HASHES = 4096;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("ledger");
  }

  private static LedgerState state(long txid, int pages) {
    return new LedgerState(new Txid(txid), 7, 100 + txid, SIZE, pages, Optional.empty());
  }

  private PageLedger withPages(int count) {
    PageLedger ledger = PageLedger.open(file());
    int[] pages = new int[count];
    long[] hashes = new long[count];
    for (int i = 0; i < count; i++) {
      pages[i] = i + 1;
      hashes[i] = 1000L + i;
    }
    ledger.replace(state(1, count), pages, hashes);
    return ledger;
  }

  @Test
  void theHashIsXxh64() {
    byte[] zeros = new byte[32];
    // Test vector of the reference implementation for 32 zero bytes, seed 0.
    assertThat(PageHash.of(zeros, 0, 32)).isEqualTo(0xF6E9BE5D70632CF5L);
  }

  @Test
  void knowsAfterAReopenWhatItKnewBefore() {
    withPages(10_000).close();
    try (PageLedger ledger = PageLedger.open(file())) {
      assertThat(ledger.state()).contains(state(1, 10_000));
      LedgerReader reader = ledger.reader();
      assertThat(reader.hash(1)).isEqualTo(1000);
      assertThat(reader.hash(9_999)).isEqualTo(10_998);
      assertThat(reader.hash(10_001)).isZero();
      assertThat(reader.isIntact()).isTrue();
    }
  }

  @Test
  void followsGrowthAndShrinking() {
    try (PageLedger ledger = withPages(100)) {
      assertThat(ledger.apply(state(2, 102), new int[] {5, 101, 102}, new long[] {1, 2, 3}))
          .isTrue();
      assertThat(ledger.isIntact()).isTrue();
      assertThat(ledger.apply(state(3, 50), new int[] {1}, new long[] {9})).isTrue();
      assertThat(ledger.isIntact()).isTrue();
    }
    try (PageLedger ledger = PageLedger.open(file())) {
      assertThat(ledger.state()).contains(state(3, 50));
      assertThat(ledger.reader().hash(5)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void noiseAnywhereIsNeverBelieved(int seed) throws IOException {
    withPages(500).close();
    byte[] bytes = Files.readAllBytes(file());
    Random random = new Random(seed);
    int at = seed % 2 == 0 ? HASHES + random.nextInt(4000) : random.nextInt(80);
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    Files.write(file(), bytes);
    try (PageLedger ledger = PageLedger.open(file())) {
      assertThat(ledger.state()).isEmpty();
    }
  }

  @Test
  void aTornUpdateIsCompletedByTheSameSegment() throws IOException {
    withPages(500).close();
    byte[] before = Files.readAllBytes(file());
    int[] pages = {3, 4, 200};
    long[] hashes = {11, 12, 13};
    try (PageLedger ledger = PageLedger.open(file())) {
      ledger.apply(state(2, 500), pages, hashes);
    }
    byte[] after = Files.readAllBytes(file());
    // As if the process had ended after the first of two runs: record "settled" is still the old.
    System.arraycopy(before, 0, after, 0, 512);
    ByteBuffer.wrap(after).putLong(HASHES + 199 * 8, 1199);
    Files.write(file(), after);
    try (PageLedger ledger = PageLedger.open(file())) {
      assertThat(ledger.torn()).contains(state(2, 500));
      assertThat(ledger.apply(state(2, 500), pages, hashes)).isTrue();
      assertThat(ledger.state()).contains(state(2, 500));
      assertThat(ledger.isIntact()).isTrue();
    }
  }

  @Test
  void aFileThatIsTakenAwayWhileInUseIsNoticedAtTheNextUpdate() throws IOException {
    try (PageLedger ledger = withPages(10)) {
      Files.delete(file());
      assertThat(ledger.apply(state(2, 10), new int[] {1}, new long[] {5})).isFalse();
      assertThat(ledger.state()).isEmpty();
    }
  }
}
