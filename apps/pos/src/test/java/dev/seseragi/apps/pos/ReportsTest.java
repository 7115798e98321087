package dev.seseragi.apps.pos;

import static dev.seseragi.apps.pos.Shop.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportsTest {
  /** Just before midnight in Tokyo. */
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T14:59:00.005Z"));

  @TempDir Path folder;
  private Shop shop;
  private long noodles;
  private long tea;

  @BeforeEach
  void open() {
    shop = Shop.in(folder, now::get);
    noodles = shop.product("焼きそば", 400, 100);
    tea = shop.product("茶", 150, 100);
    shop.product("氷", 200, 100);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private long order(long product, long quantity) {
    Answer reply = shop.order(item(product, quantity));
    assertThat(reply.status()).isEqualTo(201);
    now.updateAndGet(time -> time.plusSeconds(1));
    return reply.number("order_id");
  }

  @Test
  void salesAreOfWhatWasNotTakenBackAtThePricesOfThen() {
    order(noodles, 2);
    order(tea, 3);
    long cancelled = order(tea, 5);
    shop.post("/api/orders/" + cancelled + "/cancel", "{\"restock\":true}");
    shop.patch("/api/products/" + noodles, "{\"price\":9999}");
    shop.delete("/api/products/" + tea);

    Answer sales = shop.get("/api/sales");

    assertThat(sales.number("total")).isEqualTo(1250);
    assertThat(sales.number("order_count")).isEqualTo(2);
    assertThat(sales.number("cancelled_count")).isEqualTo(1);
    assertThat(sales.number("average")).isEqualTo(625);
    assertThat(sales.text("products.0.product_name")).isEqualTo("茶");
    assertThat(sales.at("products.0.deleted")).isEqualTo(true);
    assertThat(sales.number("products.0.percent")).isEqualTo(36);
    assertThat(sales.number("products.1.amount")).isEqualTo(800);
    assertThat(sales.number("products.2.quantity")).isZero();
    String home = shop.get("/").body();
    assertThat(home).contains("総額 <strong>1,250円</strong>").contains("茶 (削除済み)");
    assertThat(home).contains("注文数 2件").contains("客単価 625円").contains("取消 1件");
  }

  @Test
  void todayBeginsAtMidnightInTokyo() {
    order(noodles, 1);
    now.set(Instant.parse("2026-11-21T15:00:00Z"));
    order(tea, 1);

    assertThat(shop.get("/api/sales?period=today").number("total")).isEqualTo(150);
    assertThat(shop.get("/api/sales").number("total")).isEqualTo(550);
    assertThat(shop.get("/order_table").body())
        .contains("2026/11/22 00:00")
        .contains("2026/11/21 23:59");
    assertThat(shop.get("/api/orders?date=2026-11-21").number("total")).isEqualTo(1);
    assertThat(shop.get("/api/orders").text("orders.1.created_at"))
        .isEqualTo("2026-11-21T14:59:00.005Z");
  }

  @Test
  void withoutSalesNothingIsNotANumber() {
    Answer sales = shop.get("/api/sales");

    assertThat(sales.number("average")).isZero();
    assertThat(sales.number("products.0.percent")).isZero();
    assertThat(shop.get("/").body()).contains("まだ売り上げはありません").contains("0円");
  }

  @Test
  void theHistoryIsPagedAndClamped() {
    for (int i = 0; i < 23; i++) {
      order(tea, 1);
    }

    Answer first = shop.get("/api/orders?size=10");
    Answer beyond = shop.get("/api/orders?size=10&page=99");
    Answer wrong = shop.get("/api/orders?size=0&page=-1&sort=nonsense&status=nonsense&date=x");

    assertThat(first.number("orders.0.order_id")).isEqualTo(23);
    assertThat(first.number("total")).isEqualTo(23);
    assertThat(beyond.number("page")).isEqualTo(2);
    assertThat(beyond.size("orders")).isEqualTo(3);
    assertThat(shop.get("/api/orders?size=10&page=5000000").number("page")).isEqualTo(2);
    assertThat(wrong.size("orders")).isEqualTo(10);
    assertThat(shop.get("/api/orders?size=101").number("size")).isEqualTo(10);
    assertThat(shop.get("/order_table?size=20&page=1").body()).contains("全23件中 21 - 23件表示");
    assertThat(shop.get("/order_table?size=7").body()).contains("全23件中 1 - 10件表示");
  }

  @Test
  void theHistoryIsSortedWithTiesById() {
    order(tea, 2);
    order(noodles, 1);
    order(tea, 2);

    assertThat(ids("sort=total")).isEqualTo("1,3,2");
    assertThat(ids("sort=-total")).isEqualTo("2,3,1");
    assertThat(ids("sort=order_id")).isEqualTo("1,2,3");
    assertThat(shop.get("/order_table?sort=total").body()).contains("aria-sort=\"ascending\"");
  }

  private String ids(String query) {
    Answer reply = shop.get("/api/orders?" + query);
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < reply.size("orders"); i++) {
      ids.append(i == 0 ? "" : ",").append(reply.number("orders." + i + ".order_id"));
    }
    return ids.toString();
  }

  @Test
  void theHistoryIsFiltered() {
    order(tea, 1);
    shop.order(
        "m", "{\"table_number\":1,\"memo\":\"100%_辛め\",\"items\":[" + item(noodles, 1) + "]}");
    long third = order(noodles, 1);
    shop.move(third, "accept", "cooking");

    assertThat(ids("q=%E8%8C%B6")).isEqualTo("1");
    assertThat(ids("q=0%25_")).isEqualTo("2");
    assertThat(ids("q=%25%25")).isEmpty();
    assertThat(ids("q=3")).isEqualTo("3");
    assertThat(ids("status=cooking")).isEqualTo("3");
    assertThat(shop.get("/order_table?q=zzz").body()).contains("条件に合う注文はありません").contains("全0件");
  }

  @Test
  void csvFilesOpenInSpreadsheetsAndHoldNoFormulas() {
    shop.product("=1+1,\\\"x\\\"", 100, 10);
    shop.order(
        "m",
        "{\"table_number\":7,\"memo\":\"a\\nb\",\"items\":["
            + item(4, 2)
            + ","
            + item(tea, 1)
            + "]}");

    Answer orders = shop.get("/export/orders.csv");
    Answer sales = shop.get("/export/sales.csv");

    assertThat(orders.header("Content-Disposition").orElse("")).contains("attachment");
    assertThat(orders.body())
        .isEqualTo(
            "\uFEFF注文ID,呼び出し番号,注文日時,テーブル番号,ステータス,商品ID,商品名,単価,数量,小計,メモ\r\n"
                + "1,1,2026/11/21 23:59,7,受付済,2,茶,150,1,150,\"a\nb\"\r\n"
                + "1,1,2026/11/21 23:59,7,受付済,4,\"'=1+1,\"\"x\"\"\",100,2,200,\"a\nb\"\r\n");
    assertThat(sales.body()).endsWith("合計,,3,350,100\r\n");
  }
}
