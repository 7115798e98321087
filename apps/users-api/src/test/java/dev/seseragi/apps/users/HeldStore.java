package dev.seseragi.apps.users;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.store.LatencyStore;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** A store whose requests a test holds up. */
final class HeldStore {
  private static final int ALL = 1_000_000;

  private final Semaphore passes = new Semaphore(ALL);
  private final ObjectStore store;

  HeldStore(ObjectStore behind) {
    this.store =
        new LatencyStore(
            behind,
            Duration.ZERO,
            duration -> {
              passes.acquire();
              passes.release();
            });
  }

  ObjectStore store() {
    return store;
  }

  /** From now on requests wait; those that are under way end. */
  void hold() {
    passes.acquireUninterruptibly(ALL);
  }

  void letGo() {
    passes.release(ALL);
  }
}
