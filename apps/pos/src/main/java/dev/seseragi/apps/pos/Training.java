package dev.seseragi.apps.pos;

import dev.seseragi.apps.process.ExitCode;
import dev.seseragi.apps.process.Rehearsal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
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

  /** Lives twice, the second time from a replica; returns an exit code. */
  static int run(Path folder) {
    try {
      int first = live(folder, "first.db");
      int second = live(folder, "second.db");
      return first == ExitCode.OK ? second : first;
    } catch (IOException e) {
      System.err.println("pos: cannot train: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private static int live(Path folder, String file) throws IOException {
    Pos pos =
        Pos.onLoopback(
            Map.of(
                "POS_DB",
                folder.resolve(file).toString(),
                "POS_SEED",
                "demo",
                "POS_SEED_ORDERS",
                "50",
                "SESERAGI_REPLICA_URL",
                "file://" + folder.toAbsolutePath().resolve("replica")),
            InstantSource.system());
    Rehearsal.ask(pos.start().port(), REQUESTS);
    return pos.stop();
  }
}
