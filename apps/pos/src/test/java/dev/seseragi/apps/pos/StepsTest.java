package dev.seseragi.apps.pos;

import static dev.seseragi.apps.pos.Shop.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StepsTest {
  private static final List<String> WORDS =
      List.of("accept", "cooking", "serve", "finish", "cancel");

  @TempDir Path folder;
  private Shop shop;
  private long tea;
  private long order;

  @BeforeEach
  void open() {
    shop = Shop.in(folder);
    tea = shop.product("茶", 150, 5);
    order = shop.order(item(tea, 2)).number("order_id");
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void anOrderGoesForwardAndBack() {
    for (String[] step :
        new String[][] {
          {"accept", "cooking"},
          {"cooking", "serve"},
          {"serve", "finish"},
          {"finish", "serve"},
          {"serve", "cooking"},
          {"cooking", "accept"}
        }) {
      Answer reply = shop.move(order, step[0], step[1]);
      assertThat(reply.status()).as(String.join("→", step)).isEqualTo(200);
      assertThat(reply.text("status")).isEqualTo(step[1]);
    }
  }

  @Test
  void anythingElseIsNoStep() {
    Map<String, List<String>> steps =
        Map.of(
            "accept", List.of("cooking"),
            "cooking", List.of("serve", "accept"),
            "serve", List.of("finish", "cooking"),
            "finish", List.of("serve"),
            "cancel", List.of());
    for (String from : WORDS) {
      for (String to : WORDS) {
        if (!steps.getOrDefault(from, List.of()).contains(to)) {
          Answer reply = shop.move(order, from, to);
          assertThat(reply.status()).as(from + "→" + to).isEqualTo(422);
          assertThat(reply.text("code")).isEqualTo("bad_transition");
        }
      }
    }
    assertThat(shop.move(order, "accept", "nonsense").text("code")).isEqualTo("bad_transition");
  }

  @Test
  void twoCooksPressTheSameButton() {
    shop.move(order, "accept", "cooking");

    assertThat(shop.move(order, "accept", "cooking").status()).isEqualTo(200);
    assertThat(shop.get("/api/orders/" + order).text("status")).isEqualTo("cooking");
  }

  @Test
  void whoComesLateIsTold() {
    shop.move(order, "accept", "cooking");
    shop.move(order, "cooking", "serve");

    Answer late = shop.move(order, "accept", "cooking");

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("code")).isEqualTo("status_conflict");
    assertThat(late.text("detail")).isEqualTo("ほかの端末で更新されました");
  }

  private Answer cancel(String body) {
    return shop.post("/api/orders/" + order + "/cancel", body);
  }

  @Test
  void aCancelledOrderIsRefundedAndItsStockGoesBackOnce() {
    Answer first = cancel("{\"restock\":true,\"reason\":\"間違い\"}");
    Answer second = cancel("{\"restock\":false}");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text("status")).isEqualTo("cancel");
    assertThat(first.number("cancelled.refund")).isEqualTo(300);
    assertThat(first.text("cancelled.reason")).isEqualTo("間違い");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(shop.stockOf(tea)).isEqualTo(5);
    assertThat(shop.move(order, "accept", "cooking").status()).isEqualTo(409);
  }

  @Test
  void cookedFoodDoesNotComeBack() {
    shop.move(order, "accept", "cooking");

    assertThat(cancel("{\"restock\":false}").at("cancelled.restocked")).isEqualTo(false);
    assertThat(shop.stockOf(tea)).isEqualTo(3);
  }

  @Test
  void theStockOfADeletedProductComesBackToo() {
    shop.delete("/api/products/" + tea);

    cancel("{\"restock\":true}");

    assertThat(shop.stockOf(tea)).isEqualTo(5);
    assertThat(shop.get("/api/orders/" + order).at("items.0.deleted")).isEqualTo(true);
  }

  @Test
  void aCancellationIsChecked() {
    assertThat(
            cancel("{\"restock\":true,\"reason\":\"" + "あ".repeat(101) + "\"}")
                .text("errors.reason.0"))
        .isEqualTo("理由は100文字以内で入力してください");
    assertThat(cancel("{\"restock\":\"yes\"}").status()).isEqualTo(422);
    assertThat(cancel("{}").status()).isEqualTo(422);
    assertThat(shop.post("/api/orders/99/cancel", "{\"restock\":true}").status()).isEqualTo(404);
    assertThat(shop.move(99, "accept", "cooking").status()).isEqualTo(404);
  }

  @Test
  void theKitchenSeesWhatIsOpenOldestFirst() {
    long second = shop.order(item(tea, 1)).number("order_id");
    long third = shop.order(item(tea, 1)).number("order_id");
    shop.move(second, "accept", "cooking");
    shop.move(second, "cooking", "serve");
    shop.post("/api/orders/" + third + "/cancel", "{\"restock\":true}");

    Answer kitchen = shop.get("/api/kitchen");
    Answer call = shop.get("/api/call");

    assertThat(kitchen.size("orders")).isEqualTo(2);
    assertThat(kitchen.number("orders.0.order_id")).isEqualTo(order);
    assertThat(call.body()).isEqualTo("{\"ready\":[2],\"preparing\":[1]}");
  }

  @Test
  void whoWaitsForLongIsMarked() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T03:00:00Z"));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    try (Shop other = Shop.in(elsewhere, now::get, "POS_WARN_MIN", "4", "POS_LATE_MIN", "6")) {
      other.order(item(other.product("茶", 100, 5), 1));
      for (String badge : new String[] {"0分経過<", "2分経過<", "4分経過・注意<", "6分経過・遅延<"}) {
        assertThat(other.get("/kitchen/live").body()).contains(badge);
        now.updateAndGet(time -> time.plusSeconds(120));
      }
    }
  }

  @Test
  void thePagesFormsDoTheSame() {
    assertThat(
            shop.form("/orders/" + order + "/status", Map.of("from", "accept", "to", "cooking"))
                .status())
        .isEqualTo(204);
    Answer refused =
        shop.form(
            "/orders/cancel", Map.of("order_id", String.valueOf(order), "reason", "あ".repeat(101)));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("理由は100文字以内で入力してください");

    Answer cancelled =
        shop.form("/orders/cancel", Map.of("order_id", String.valueOf(order), "restock", "true"));

    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(shop.stockOf(tea)).isEqualTo(5);
  }
}
