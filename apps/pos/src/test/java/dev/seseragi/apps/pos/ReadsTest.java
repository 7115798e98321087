package dev.seseragi.apps.pos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A read that begins after a write was answered shows it, whichever connection it gets. */
final class ReadsTest {
  private static final int ROUNDS = 40;
  private static final int READERS = 6;

  @TempDir Path folder;

  @Test
  void whatWasAnsweredIsSeenByEveryLaterReadOfAReplicatedShop() throws Exception {
    try (Shop shop =
            Shop.in(folder, "SESERAGI_REPLICA_URL", "file://" + folder.resolve("replica"));
        ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
      long tea = shop.product("茶", 1, 1);
      for (int round = 2; round < ROUNDS; round++) {
        String price = "{\"price\":" + round + "}";
        assertThat(shop.patch("/api/products/" + tea, price).status()).isEqualTo(200);
        List<Future<String>> pages = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
          pages.add(devices.submit(() -> shop.get("/register/live").body()));
        }
        for (Future<String> page : pages) {
          assertThat(page.get()).as("round " + round).contains("価格：" + round + "円");
        }
      }
    }
  }
}
