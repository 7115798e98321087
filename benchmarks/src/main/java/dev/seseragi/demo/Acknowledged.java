package dev.seseragi.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the shop has told its customers, read from its output as it comes. */
final class Acknowledged {
  private final Thread reader;

  // Guarded by this.
  private final List<Order> orders = new ArrayList<>();

  /** An order and when it was acknowledged, in milliseconds since 1970. */
  record Order(long id, long atMillis) {}

  Acknowledged(InputStream output) {
    this.reader = Thread.ofVirtual().start(() -> read(output));
  }

  synchronized int count() {
    return orders.size();
  }

  /** All of them, once the shop is dead and its output read to the end. */
  List<Order> all() throws InterruptedException {
    reader.join();
    synchronized (this) {
      return List.copyOf(orders);
    }
  }

  private void read(InputStream output) {
    try (var lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        // A line that the kill cut in the middle was never said.
        if (space > 0 && line.length() == space + 14) {
          Order order =
              new Order(
                  Long.parseLong(line.substring(0, space)),
                  Long.parseLong(line.substring(space + 1)));
          synchronized (this) {
            orders.add(order);
          }
        }
      }
    } catch (IOException killed) {
      // The end of the output.
    }
  }
}
