package dev.seseragi.bench.costs;

import dev.seseragi.bench.report.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was counted and computed, as the tables of docs/costs.md. */
final class CostTables {
  private static final double LEAST_SHOWN = 0.005;
  private static final double LEAST_WHOLE = 10;

  private CostTables() {}

  /** Requests and bytes of each operation. */
  static String operations(Counts counts) {
    List<List<String>> rows = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      counts.find(operation).ifPresent(counted -> rows.add(row(operation, counted)));
    }
    return table(
        List.of("operation", "PUT", "GET", "HEAD", "LIST", "DELETE", "sent", "received"), rows);
  }

  private static List<String> row(Operation operation, Counted counted) {
    Requests requests = counted.requests();
    return List.of(
        operation.words(),
        count(requests.put()),
        count(requests.get()),
        count(requests.head()),
        count(requests.list()),
        count(requests.delete()),
        Unit.BYTES.show(counted.sentBytes()),
        Unit.BYTES.show(counted.receivedBytes()));
  }

  /** What each database needs in a month. */
  static String months(List<Workload> workloads, Counts counts) {
    return table(
        List.of("database", "PUT", "GET", "HEAD", "LIST", "DELETE", "stored"),
        workloads.stream()
            .map(workload -> {
              Month month = Month.of(workload, counts);
              Requests requests = month.requests();
              return List.of(
                  "%s: %s".formatted(workload.name(), workload.description()),
                  count(requests.put()),
                  count(requests.get()),
                  count(requests.head()),
                  count(requests.list()),
                  count(requests.delete()),
                  Unit.BYTES.show(month.storedBytes()));
            })
            .toList());
  }

  /** What each provider asks for it: requests and storage. */
  static String bills(List<Workload> workloads, Counts counts) {
    List<String> head = new ArrayList<>(List.of("a month of"));
    for (PriceList list : PriceList.ALL) {
      head.add(list.provider());
    }
    List<List<String>> rows = new ArrayList<>();
    for (Workload workload : workloads) {
      Month month = Month.of(workload, counts);
      List<String> row = new ArrayList<>(List.of(workload.name()));
      for (PriceList list : PriceList.ALL) {
        row.add(
            "%s (%s + %s)"
                .formatted(
                    dollars(list.of(month)),
                    dollars(list.of(month.requests())),
                    dollars(list.ofStored(month.storedBytes()))));
      }
      rows.add(row);
    }
    return table(head, rows);
  }

  /** What a month adds where nothing may be deleted. */
  static String growth(List<Workload> workloads, Counts counts) {
    List<String> head = new ArrayList<>(List.of("each month", "snapshots", "segments"));
    for (PriceList list : PriceList.ALL) {
      head.add(list.provider());
    }
    List<List<String>> rows = new ArrayList<>();
    for (Workload workload : workloads) {
      Month.Growth growth = Month.of(workload, counts).growth();
      List<String> row =
          new ArrayList<>(
              List.of(
                  workload.name(),
                  Unit.BYTES.show(growth.snapshotBytes()),
                  Unit.BYTES.show(growth.segmentBytes())));
      for (PriceList list : PriceList.ALL) {
        row.add("+ " + dollars(list.ofStored(growth.bytes())));
      }
      rows.add(row);
    }
    return table(head, rows);
  }

  /** What is reckoned with. */
  static String prices() {
    List<List<String>> rows = new ArrayList<>();
    for (PriceList list : PriceList.ALL) {
      PriceList.Prices prices = list.prices();
      rows.add(
          List.of(
              list.provider(),
              list.kind(),
              price(prices.gigabyteMonth()),
              price(prices.thousandPuts()),
              price(prices.thousandLists()),
              price(prices.thousandGets()),
              list.source()));
    }
    return table(
        List.of(
            "provider", "", "GB and month", "1,000 PUT", "1,000 LIST", "1,000 GET, HEAD", "source"),
        rows);
  }

  private static String table(List<String> head, List<List<String>> rows) {
    String rule = head.stream().map(cell -> "---").collect(Collectors.joining(" | "));
    String lines = rows.stream().map(CostTables::line).collect(Collectors.joining());
    return line(head) + "| " + rule + " |\n" + lines;
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** Whole where it is whole or large; 0 is left out, so that the rest is seen. */
  static String count(double value) {
    boolean isWhole = value >= LEAST_WHOLE || Math.abs(value - Math.rint(value)) < LEAST_SHOWN;
    if (isWhole) {
      long whole = Math.round(value);
      return whole == 0 ? "" : String.format(Locale.ROOT, "%,d", whole);
    }
    return String.format(Locale.ROOT, "%.1f", value);
  }

  static String dollars(double value) {
    return value > 0 && value < LEAST_SHOWN
        ? "< $0.01"
        : String.format(Locale.ROOT, "$%,.2f", value);
  }

  private static String price(double value) {
    String digits = String.format(Locale.ROOT, "%.5f", value).replaceFirst("0+$", "");
    return "$" + digits;
  }
}
