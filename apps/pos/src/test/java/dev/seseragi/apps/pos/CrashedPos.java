package dev.seseragi.apps.pos;

import dev.seseragi.apps.process.Rehearsal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The application in a process of its own, on a free port, which it tells. */
final class CrashedPos {
  private CrashedPos() {}

  /** Runs until it is killed; with {@code train} it answers some requests, and ends in order. */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    Pos pos = Pos.onLoopback(System.getenv(), InstantSource.system());
    int port = pos.start().port();
    System.out.println("port " + port);
    if (List.of(arguments).contains("train")) {
      Rehearsal.ask(
          port,
          List.of(
              "POST /api/products {\"product_name\":\"茶\",\"price\":100,\"stock\":10}",
              "GET /api/products",
              "GET /api/orders/1",
              "POST /api/orders/1/status {\"from\":\"accept\",\"to\":\"cooking\"}"));
      System.exit(pos.stop());
    }
    new CountDownLatch(1).await();
  }
}
