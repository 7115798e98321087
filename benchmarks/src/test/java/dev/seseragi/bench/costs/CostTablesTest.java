package dev.seseragi.bench.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CostTablesTest {
  private static final Counts COUNTS =
      new Counts(
          Map.of(
              Operation.START_AGAIN, new Counted(new Requests(2, 1, 0, 2, 0), 700, 1_500),
              Operation.STOP, new Counted(Requests.NONE, 0, 0),
              Operation.COMMIT, new Counted(Requests.puts(1), 900, 0),
              Operation.RETENTION, new Counted(new Requests(0, 0, 0, 1, 1), 0, 0),
              Operation.DAILY_RETENTION, new Counted(new Requests(0, 0, 0, 2, 1), 0, 0)),
          new Counts.Sizes(3, 2_000, 1, 5_000, 0.2, 0.5));

  @Test
  void aBillHasRequestsByKindAndStorage() {
    Month month = new Month(new Requests(1e6, 2e6, 1e6, 1e5, 1e9), 100e9, new Month.Growth(0, 0));

    assertThat(PriceList.S3.of(month)).isEqualTo(5 + 0.5 + 1.2 + 2.3, within(1e-9));
    assertThat(PriceList.R2.of(month)).isEqualTo(4.5 + 0.45 + 1.08 + 1.5, within(1e-9));
  }

  @Test
  void sumsOfMoneyAreReadable() {
    assertThat(CostTables.dollars(0)).isEqualTo("$0.00");
    assertThat(CostTables.dollars(0.004)).isEqualTo("< $0.01");
    assertThat(CostTables.dollars(1_234.5)).isEqualTo("$1,234.50");
  }

  @Test
  void aNumberIsWholeWhereItIsLargeOrWhole() {
    assertThat(CostTables.count(0)).isEmpty();
    assertThat(CostTables.count(2)).isEqualTo("2");
    assertThat(CostTables.count(2.5)).isEqualTo("2.5");
    assertThat(CostTables.count(28_800.4)).isEqualTo("28,800");
  }

  @Test
  void eachTableHasAsManyCellsInEachRow() {
    List<Workload> workloads = Workload.all(COUNTS);
    for (String table :
        List.of(
            CostTables.operations(COUNTS),
            CostTables.months(workloads, COUNTS),
            CostTables.bills(workloads, COUNTS),
            CostTables.growth(workloads, COUNTS),
            CostTables.prices())) {
      long cells = cells(table.lines().findFirst().orElseThrow());
      assertThat(table.lines()).hasSizeGreaterThan(4).allMatch(line -> cells(line) == cells);
    }
  }

  private static long cells(String line) {
    return line.chars().filter(c -> c == '|').count();
  }

  @Test
  void thePageReckonsWithTheSamePrices() throws Exception {
    Path page = Path.of(System.getProperty("seseragi.root"), "docs", "costs.md");

    assertThat(Files.readString(page)).contains(CostTables.prices());
  }
}
