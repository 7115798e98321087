package dev.seseragi.apps.pos;

import static dev.seseragi.apps.pos.Shop.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrdersTest {
  @TempDir Path folder;
  private Shop shop;
  private long noodles;
  private long tea;

  @BeforeEach
  void open() {
    shop = Shop.in(folder);
    noodles = shop.product("焼きそば", 400, 10);
    tea = shop.product("茶", 150, 5);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void anOrderTakesItsStockAndKeepsItsPrices() {
    Answer made =
        shop.order(
            "k1",
            """
            {"table_number":12,"memo":"辛め","received":1000,"items":[%s,%s]}\
            """
                .formatted(item(noodles, 2), item(tea, 1)));
    shop.patch("/api/products/" + noodles, "{\"price\":999,\"product_name\":\"新\"}");

    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    Answer kept = shop.get("/api/orders/" + made.number("order_id"));
    assertThat(kept.number("total")).isEqualTo(950);
    assertThat(kept.number("change")).isEqualTo(50);
    assertThat(kept.number("call_number")).isEqualTo(1);
    assertThat(kept.text("status_label")).isEqualTo("受付済");
    assertThat(kept.text("items.0.product_name")).isEqualTo("焼きそば");
    assertThat(kept.number("items.0.subtotal")).isEqualTo(800);
    assertThat(kept.at("cancelled")).isNull();
    assertThat(shop.stockOf(noodles)).isEqualTo(8);
    assertThat(shop.stockOf(tea)).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "table_number|null|テーブル番号を入力してください",
        "table_number|0|テーブル番号を入力してください",
        "table_number|-3|テーブル番号は1から999の整数で入力してください",
        "table_number|1000|テーブル番号は1から999の整数で入力してください",
        "table_number|1.5|テーブル番号は1から999の整数で入力してください",
        "table_number|\"1\"|テーブル番号は1から999の整数で入力してください",
        "received|-1|お預かりは0以上の整数で入力してください",
        "received|100000000|お預かりは0以上の整数で入力してください",
        "received|\"500\"|お預かりは0以上の整数で入力してください",
        "received|399|お預かりが合計より少ないです",
        "memo|5|メモは100文字以内で入力してください",
        "items|[]|注文内容が正しくありません",
        "items|null|注文内容が正しくありません",
        "items|[5]|注文内容が正しくありません",
        "items|[{\"product_id\":1,\"quantity\":-50}]|注文内容が正しくありません",
        "items|[{\"product_id\":1,\"quantity\":0}]|注文内容が正しくありません",
        "items|[{\"product_id\":1,\"quantity\":1000}]|注文内容が正しくありません",
        "items|[{\"product_id\":1,\"quantity\":\"1\"}]|注文内容が正しくありません",
        "items|[{\"product_id\":1,\"quantity\":5},{\"product_id\":1,\"quantity\":-3}]|注文内容が正しくありません",
        "items|[{\"product_id\":1,\"quantity\":500},{\"product_id\":1,\"quantity\":500}]|注文内容が正しくありません"
      })
  void aWrongFieldIsNamed(String field, String value, String message) {
    Map<String, String> fields =
        new java.util.TreeMap<>(
            Map.of(
                "table_number",
                "1",
                "received",
                "400",
                "memo",
                "\"\"",
                "items",
                "[" + item(1, 1) + "]"));
    fields.put(field, value);
    String body =
        fields.entrySet().stream()
            .map(one -> "\"" + one.getKey() + "\":" + one.getValue())
            .collect(Collectors.joining(",", "{", "}"));

    Answer reply = shop.order("key", body);

    assertThat(reply.status()).as(reply.toString()).isEqualTo(422);
    assertThat(reply.text("errors." + field + ".0")).isEqualTo(message);
    assertThat(shop.stockOf(noodles)).isEqualTo(10);
    assertThat(shop.get("/api/orders").number("total")).isZero();
  }

  @Test
  void aMemoHas100CodePointsAtMost() {
    String memo = "🍜".repeat(100);
    String body = "{\"table_number\":1,\"memo\":\"%s\",\"items\":[" + item(tea, 1) + "]}";

    assertThat(shop.order("a", body.formatted(memo)).status()).isEqualTo(201);
    assertThat(shop.order("b", body.formatted(memo + "!")).text("errors.memo.0"))
        .isEqualTo("メモは100文字以内で入力してください");
  }

  @Test
  void linesOfOneProductAreMerged() {
    Answer made = shop.order(item(tea, 2) + "," + item(tea, 3));

    assertThat(made.size("items")).isEqualTo(1);
    assertThat(made.number("items.0.quantity")).isEqualTo(5);
    assertThat(shop.stockOf(tea)).isZero();
  }

  @Test
  void fiftyLinesAreTheMost() {
    String items =
        IntStream.range(0, 50)
            .mapToObj(i -> item(shop.product("品" + i, 1, 1), 1))
            .collect(Collectors.joining(","));

    assertThat(shop.order(items).status()).isEqualTo(201);
    assertThat(shop.order(items + "," + item(tea, 1)).text("errors.items.0"))
        .isEqualTo("注文内容が正しくありません");
  }

  @Test
  void whatIsShortIsNamedAndNothingIsTaken() {
    Answer reply = shop.order(item(noodles, 11) + "," + item(tea, 1));

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.text("code")).isEqualTo("out_of_stock");
    assertThat(reply.text("detail")).isEqualTo("在庫が足りません：焼きそば（残り10）");
    assertThat(reply.number("shortages.0.remaining")).isEqualTo(10);
    assertThat(shop.stockOf(tea)).isEqualTo(5);

    Answer both = shop.order(item(noodles, 11) + "," + item(tea, 6));
    assertThat(both.text("detail")).isEqualTo("在庫が足りません：焼きそば（残り10）、茶（残り5）");
  }

  @Test
  void aProductThatIsGoneIsNamed() {
    shop.delete("/api/products/" + tea);

    Answer reply = shop.order(item(tea, 1));

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.text("code")).isEqualTo("product_gone");
    assertThat(reply.text("detail")).isEqualTo("販売が終了した商品があります：茶");
    assertThat(shop.order(item(999, 1)).text("code")).isEqualTo("product_gone");
  }

  @Test
  void aPriceThatHasChangedIsTold() {
    Answer reply =
        shop.order(
            "k",
            "{\"table_number\":1,\"items\":[{\"product_id\":%d,\"quantity\":1,\"unit_price\":1400}]}"
                .formatted(noodles));

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.text("detail")).isEqualTo("価格が変わりました：焼きそば（1,400円→400円）。内容を確認してください");
    assertThat(reply.number("prices.0.price")).isEqualTo(400);
  }

  @Test
  void theSameKeyIsTheSameOrder() {
    String body = "{\"table_number\":1,\"items\":[" + item(tea, 1) + "," + item(noodles, 1) + "]}";
    String turned =
        "{\"table_number\":1,\"items\":[" + item(noodles, 1) + "," + item(tea, 1) + "]}";

    Answer first = shop.order("key", body);
    Answer second = shop.order("key", turned);
    Answer other = shop.order("key", "{\"table_number\":2,\"items\":[" + item(tea, 1) + "]}");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("Idempotent-Replay").orElse("")).isEqualTo("true");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("code")).isEqualTo("idempotency_key_reused");
    assertThat(shop.stockOf(tea)).isEqualTo(4);
  }

  @Test
  void aRefusedRequestDoesNotUseUpItsKey() {
    assertThat(shop.order("key", "{\"table_number\":1,\"items\":[" + item(tea, 6) + "]}").status())
        .isEqualTo(409);

    assertThat(shop.order("key", "{\"table_number\":1,\"items\":[" + item(tea, 5) + "]}").status())
        .isEqualTo(201);
  }

  @Test
  void anOrderNeedsAKey() {
    String body = "{\"table_number\":1,\"items\":[" + item(tea, 1) + "]}";

    for (Answer reply :
        List.of(shop.post("/api/orders", body), shop.order("k".repeat(101), body))) {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.text("code")).isEqualTo("idempotency_key_required");
    }
  }

  @Test
  void oneOfManyGetsTheLastOnes() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Integer> answers;
    try (ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> orders =
          IntStream.range(0, 20)
              .mapToObj(i ->
                  devices.submit(() -> {
                    start.await();
                    return shop.order(item(tea, 1) + "," + item(noodles, 1)).status();
                  }))
              .toList();
      start.countDown();
      answers = new java.util.ArrayList<>();
      for (Future<Integer> order : orders) {
        answers.add(order.get());
      }
    }

    assertThat(answers).containsOnly(201, 409);
    assertThat(answers.stream().filter(status -> status == 201)).hasSize(5);
    assertThat(shop.stockOf(tea)).isZero();
    assertThat(shop.stockOf(noodles)).isEqualTo(5);
  }

  @Test
  void oneKeyFromManySidesMakesOneOrder() throws Exception {
    String body = "{\"table_number\":1,\"items\":[" + item(tea, 1) + "]}";
    try (ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> replies =
          IntStream.range(0, 8)
              .mapToObj(i -> devices.submit(() -> shop.order("key", body)))
              .toList();
      for (Future<Answer> reply : replies) {
        assertThat(reply.get().status()).isIn(200, 201);
      }
    }
    assertThat(shop.get("/api/orders").number("total")).isEqualTo(1);
    assertThat(shop.stockOf(tea)).isEqualTo(4);
  }

  @Test
  void whatIsNoRequestIsRefused() {
    Answer malformed = shop.order("k", "{");
    Answer list = shop.order("k", "[]");
    Answer large = shop.order("k", " ".repeat(70_000));
    Answer text =
        shop.probe()
            .ask("POST", "/api/orders", new byte[] {'{', '}'}, "Content-Type", "text/plain");

    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.text("code")).isEqualTo("bad_json");
    assertThat(malformed.header("Content-Type").orElse("")).startsWith("application/problem+json");
    assertThat(list.status()).isEqualTo(400);
    assertThat(large.status()).isEqualTo(413);
    assertThat(text.status()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/orders,application/json,413",
    "/reception,application/x-www-form-urlencoded,413",
    "/api/orders,text/plain,415",
    "/nothing,text/plain,404"
  })
  void aRefusalArrivesThoughTheBodyIsStillBeingSent(String path, String type, int status)
      throws Exception {
    assertThat(shop.probe().rawLate(path, type, 500_000)).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void theCallNumberStartsAnewAfter999() {
    assertThat(dev.seseragi.apps.pos.order.Order.callNumber(999)).isEqualTo(999);
    assertThat(dev.seseragi.apps.pos.order.Order.callNumber(1000)).isEqualTo(1);
  }
}
