package dev.seseragi.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.ledger.LedgerBuilder;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final int PAGE = 512;
  private static final Txid POSITION = new Txid(7);

  @TempDir Path folder;
  private Path restored;
  private Path database;
  private Path ledger;
  private byte[] content;

  @BeforeEach
  void setUp() throws IOException {
    restored = folder.resolve("restored.db");
    database = folder.resolve("a.db");
    ledger = folder.resolve("ledger");
    content = new byte[3 * PAGE];
    content[PAGE] = 1;
    Files.write(restored, content);
    Files.write(database, new byte[PAGE]);
  }

  private void writeLedger(Txid position, byte[] bytes) throws IOException {
    try (LedgerBuilder builder = LedgerBuilder.create(ledger)) {
      for (int page = 0; page < bytes.length / PAGE; page++) {
        builder.put(page + 1, PageHash.of(bytes, page * PAGE, PAGE));
      }
      builder.finish(
          new LedgerState(
              position, 1, 2, new PageSize(PAGE), bytes.length / PAGE, Optional.empty()));
    }
  }

  private Comparison compare() throws IOException {
    return Comparison.of(restored, POSITION, database, ledger);
  }

  @Test
  void theSameBytesAreTheSameFileUnlessTheWalHoldsMore() throws IOException {
    Files.write(database, content);
    assertThat(compare()).isEqualTo(Comparison.SAME_FILE);

    Files.write(folder.resolve("a.db-wal"), new byte[32]);
    assertThat(compare()).isEqualTo(Comparison.NOT_COMPARABLE);
  }

  @Test
  void thePagesThatWereReadAtThatPositionAreTheSame() throws IOException {
    writeLedger(POSITION, content);

    assertThat(compare()).isEqualTo(Comparison.SAME_PAGES);
  }

  @Test
  void anotherPageOrAnotherSizeIsADifference() throws IOException {
    byte[] other = content.clone();
    other[2 * PAGE + 5] = 1;
    writeLedger(POSITION, other);
    assertThat(compare()).isEqualTo(Comparison.DIFFERENT);

    writeLedger(POSITION, new byte[2 * PAGE]);
    assertThat(compare()).isEqualTo(Comparison.DIFFERENT);
  }

  @Test
  void anotherPositionOrDamagedStateCannotBeCompared() throws IOException {
    writeLedger(POSITION.next(), content);
    assertThat(compare()).isEqualTo(Comparison.NOT_COMPARABLE);

    Files.write(ledger, new byte[5000]);
    assertThat(compare()).isEqualTo(Comparison.NOT_COMPARABLE);
  }

  @Test
  void withoutADatabaseThereIsNothingToCompare() throws IOException {
    Files.delete(database);

    assertThat(compare()).isEqualTo(Comparison.NO_DATABASE);
  }
}
