package dev.seseragi.apps.pos;

import static dev.seseragi.apps.pos.Shop.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.time.Await;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real replica: what devices are told while its store does not answer, and after. */
final class OutageTest {
  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir Path folder;
  private S3TestServer store;
  private WireProxy wire;

  @BeforeEach
  void open() throws IOException {
    store = S3TestServer.trustful();
    wire = WireProxy.to(store.uri());
  }

  @AfterEach
  void close() throws IOException {
    wire.close();
    store.close();
  }

  private Shop shop(String name) throws IOException {
    return Shop.in(
        Files.createDirectories(folder.resolve(name)),
        "POS_DURABLE_WAIT_MS",
        "1500",
        "SESERAGI_REPLICA_URL",
        "s3://%s/pos?endpoint=%s".formatted(S3TestServer.BUCKET, wire.uri()),
        "AWS_ACCESS_KEY_ID",
        S3TestServer.ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY",
        S3TestServer.SECRET_ACCESS_KEY);
  }

  @Test
  void nothingIsConfirmedWhileTheStoreIsAwayAndTheSameOrderIsConfirmedAfterwards()
      throws Exception {
    try (Shop shop = shop("one")) {
      long tea = shop.product("茶", 100, 5);
      String body = "{\"table_number\":1,\"items\":[" + item(tea, 1) + "]}";
      assertThat(shop.order("first", body).status()).isEqualTo(201);
      wire.always(request -> request.is("PUT"), WireFault.Answer.status(503));

      Answer unsure = shop.order("second", body);
      assertThat(unsure.status()).isEqualTo(503);
      assertThat(unsure.text("code")).isEqualTo("not_durable");
      Await.until("readiness ends", LONG, () -> shop.get("/readyz").status() == 503);
      long begin = System.nanoTime();
      assertThat(shop.order("third", body).text("code")).isEqualTo("not_durable");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
      Answer kitchen = shop.get("/kitchen");
      assertThat(kitchen.status()).isEqualTo(200);
      assertThat(kitchen.body()).contains("データの保存先に届いていません。注文はまだ確定できません");

      wire.heal();
      Await.until("it is ready again", LONG, () -> shop.get("/readyz").status() == 200);
      Answer again = shop.order("second", body);
      assertThat(again.status()).as(again.toString()).isEqualTo(200);
      assertThat(shop.get("/api/orders").number("total")).isEqualTo(2);
      assertThat(shop.stockOf(tea)).isEqualTo(3);
    }
  }

  @Test
  void theNextInstanceHasEverythingAndTheOldOneSaysThatItCanOnlyBeRead() throws Exception {
    try (Shop old = shop("old")) {
      long tea = old.product("茶", 100, 5);
      long order = old.order(item(tea, 2)).number("order_id");
      try (Shop next = shop("next")) {
        assertThat(next.get("/api/orders/" + order).number("total")).isEqualTo(200);
        assertThat(next.order(item(tea, 1)).status()).isEqualTo(201);

        Answer late = old.order(item(tea, 1));

        assertThat(late.status()).isEqualTo(503);
        Await.until(
            "the old one shows its banner",
            LONG,
            () -> old.get("/reception").body().contains("読み取り専用です。注文や変更はできません"));
        assertThat(old.order(item(tea, 1)).text("code")).isEqualTo("read_only");
        assertThat(old.get("/readyz").status()).isEqualTo(503);
        assertThat(next.get("/api/orders").number("total")).isEqualTo(2);
        assertThat(next.stockOf(tea)).isEqualTo(2);
        assertThat(next.get("/stream").body()).contains("保存先の履歴").contains("レベル 0");
      }
    }
  }
}
