package dev.seseragi.apps.pos;

import dev.seseragi.apps.process.Rehearsal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A short life for the class archive that the build makes: it starts, answers, ends, restores. */
final class Training {
  private static final List<String> REQUESTS =
      List.of(
          "GET /readyz",
          "POST /api/products {\"product_name\":\"茶\",\"price\":100,\"stock\":10}",
          "PATCH /api/products/1 {\"stock\":5,\"stock_seen\":4}",
          "GET /",
          "GET /register",
          "GET /reception",
          "GET /reception/live",
          "GET /kitchen",
          "GET /order_table?q=a&status=accept",
          "GET /call",
          "GET /stream",
          "GET /api/orders",
          "GET /api/sales",
          "GET /api/status",
          "GET /nowhere",
          "GET /metrics");

  private Training() {}

  /** Lives a few short lives; returns an exit code. */
  static int run(Path folder) throws IOException {
    return Rehearsal.withEachStore(folder, Training::live);
  }

  private static int live(Path database, Map<String, String> environment) throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("POS_DB", database.toString());
    all.put("POS_SEED", "demo");
    all.put("POS_SEED_ORDERS", "50");
    Pos pos = Pos.onLoopback(all, InstantSource.system());
    Rehearsal.ask(pos.start().port(), REQUESTS);
    return pos.stop();
  }
}
