package dev.seseragi.store.azure;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;

/** Opens a store whose threads do nothing, in a process of its own. */
final class OpenedStore {
  private OpenedStore() {}

  /** Needs nothing. */
  public static void main(String[] arguments) {
    AzureSettings settings =
        AzureSettings.of(
            new StoreAddress("abs://acc@con/x", Map.of("account-key", "a2V5"), Map.of()));
    try (AzureStore store =
        new AzureStore(
            settings,
            RemoteLimits.DEFAULT,
            task -> Thread.ofVirtual().unstarted(() -> {}),
            InstantSource.system(),
            new SplittableRandom())) {
      System.out.println(store.describe());
    }
  }
}
