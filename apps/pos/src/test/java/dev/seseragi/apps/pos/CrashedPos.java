package dev.seseragi.apps.pos;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** The application in a process of its own, on a free port, which it tells. */
final class CrashedPos {
  private CrashedPos() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    Pos pos = Pos.onLoopback(System.getenv(), InstantSource.system());
    System.out.println("port " + pos.start().port());
    new CountDownLatch(1).await();
  }
}
