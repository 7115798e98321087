package dev.seseragi.bench.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The orders that were acknowledged, in their order.
 *
 * @param orders each with its number and the time of its acknowledgement
 */
record Acknowledged(List<Order> orders) {
  Acknowledged {
    orders = List.copyOf(orders);
  }

  /** One order; the time in milliseconds since 1970. */
  record Order(long id, long timeMillis) {}

  /** Reads the log; a last line that was cut short is no acknowledgement. */
  static Acknowledged read(Path log) throws IOException {
    String text = Files.exists(log) ? Files.readString(log) : "";
    List<Order> orders = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      String line = text.substring(start, end);
      int blank = line.indexOf(' ');
      orders.add(
          new Order(
              Long.parseLong(line.substring(0, blank)), Long.parseLong(line.substring(blank + 1))));
      start = end + 1;
    }
    return new Acknowledged(orders);
  }
}
