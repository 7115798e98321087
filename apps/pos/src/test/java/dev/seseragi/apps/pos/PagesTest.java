package dev.seseragi.apps.pos;

import static dev.seseragi.apps.pos.Shop.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PagesTest {
  private static final Map<String, String> SCREENS =
      Map.of(
          "/", "ホーム",
          "/register", "商品登録",
          "/reception", "受付",
          "/kitchen", "厨房",
          "/order_table", "注文履歴",
          "/call", "呼び出し",
          "/stream", "データの流れ");
  private static final int BUDGET_BYTES = 120 << 10;

  @TempDir Path folder;
  private Shop shop;

  @BeforeEach
  void open() {
    shop = Shop.in(folder);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void everyScreenHasItsNameItsHeadingAndItsProtection() {
    SCREENS.forEach((path, name) -> {
      Answer page = shop.get(path);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body())
          .startsWith("<!doctype html>")
          .contains("<html lang=\"ja\"")
          .contains("name=\"viewport\"")
          .contains("<title>" + name + " | 帳場</title>")
          .containsOnlyOnce("<h1")
          .contains("<h1>" + name + "</h1>")
          .contains("操作にはJavaScriptが必要です");
      assertThat(page.header("Content-Security-Policy").orElse(""))
          .isEqualTo(
              "default-src 'self'; img-src 'self' https: http: data:; frame-ancestors 'none'");
      assertThat(page.header("X-Content-Type-Options").orElse("")).isEqualTo("nosniff");
      assertThat(page.header("Referrer-Policy").orElse("")).isEqualTo("same-origin");
      // Without 'unsafe-inline' such things would have no effect.
      assertThat(page.body()).doesNotContain(" style=\"").doesNotContain("<script>");
    });
  }

  @Test
  void whatIsTypedIsNeverMarkup() {
    long product = shop.product("<script>alert(1)</script>", 100, 10);
    shop.order(
        "k",
        "{\"table_number\":1,\"memo\":\"<b>\\\"x\\\"</b>\",\"items\":[" + item(product, 1) + "]}");

    for (String path : SCREENS.keySet()) {
      assertThat(shop.get(path).body()).doesNotContain("<script>alert").doesNotContain("<b>");
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Answer page = shop.get("/nowhere");
    Answer api = shop.get("/api/nowhere");

    assertThat(page.status()).isEqualTo(404);
    assertThat(page.body()).contains("<h1>ページが見つかりません</h1>").contains("ホームへ戻る");
    assertThat(api.status()).isEqualTo(404);
    assertThat(api.text("code")).isEqualTo("not_found");
    assertThat(shop.get("/api/orders/1").text("detail")).isEqualTo("注文が見つかりません");
  }

  @Test
  void anUnexpectedFailureHasANumberAndNoTrace() throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pos.db"));
        Statement statement = other.createStatement()) {
      statement.execute("ALTER TABLE products RENAME TO elsewhere");
    }
    Answer page = shop.get("/register", "X-Request-Id", "request-77");
    Answer api = shop.get("/api/products");

    assertThat(page.status()).isEqualTo(500);
    assertThat(page.body())
        .contains("<h1>エラーが発生しました</h1>")
        .contains("リクエストID：request-77")
        .doesNotContain("Exception")
        .doesNotContain("SQL");
    assertThat(api.status()).isEqualTo(500);
    assertThat(api.text("code")).isEqualTo("internal");
    assertThat(api.text("detail")).isEqualTo("エラーが発生しました");
  }

  @Test
  void screensShowWhatIsThereWithoutScripts() {
    long product = shop.product("焼きそば", 1400, 9);
    shop.order("k", "{\"table_number\":12,\"memo\":\"辛め\",\"items\":[" + item(product, 2) + "]}");

    assertThat(shop.get("/register").body())
        .contains("ID：1")
        .contains("価格：1,400円")
        .contains("在庫：7")
        .contains("alt=\"焼きそばの商品画像\"")
        .contains("aria-label=\"焼きそばを変更\"")
        .contains("aria-label=\"焼きそばを削除\"");
    assertThat(shop.get("/reception").body()).contains("残りわずか");
    assertThat(shop.get("/kitchen").body())
        .contains("受付済（1）")
        .contains("aria-label=\"呼び出し番号 1\"")
        .contains("焼きそば × 2")
        .contains("※注文メモ：辛め")
        .contains("ステータス：受付済")
        .contains("0分経過")
        .contains("調理開始");
    assertThat(shop.get("/order_table").body()).contains("2,800円").contains("全1件中 1 - 1件表示");
    assertThat(shop.get("/call").body()).contains("data-number=\"1\"").doesNotContain("円");
  }

  @Test
  void emptyScreensSaySo() {
    assertThat(shop.get("/register").body()).contains("商品はまだ登録されていません");
    assertThat(shop.get("/reception").body()).contains("商品はまだ登録されていません");
    assertThat(shop.get("/kitchen").body()).contains("現在、注文はありません");
    assertThat(shop.get("/order_table").body()).contains("注文はまだありません").contains("全0件");
    assertThat(shop.get("/call").body()).contains("ありません");
  }

  @Test
  void anAnswerThatIsKnownIsNotSentAgain() {
    Answer first = shop.get("/api/products");
    Answer again = shop.get("/api/products", "If-None-Match", first.header("ETag").orElse(""));
    shop.product("茶", 100, 1);
    Answer changed = shop.get("/api/products", "If-None-Match", first.header("ETag").orElse(""));

    assertThat(first.header("Cache-Control").orElse("")).isEqualTo("no-cache");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(changed.status()).isEqualTo(200);
    assertThat(shop.get("/kitchen/live").header("ETag").orElse("")).isNotEmpty();
  }

  @Test
  void writesOfOtherSitesAreRefused() {
    String body = "{\"product_name\":\"x\",\"price\":1,\"stock\":1}";

    assertThat(shop.post("/api/products", body, "Sec-Fetch-Site", "cross-site").status())
        .isEqualTo(403);
    assertThat(shop.post("/api/products", body, "Origin", "https://evil.example").status())
        .isEqualTo(403);
    assertThat(shop.post("/api/products", body, "Sec-Fetch-Site", "same-origin").status())
        .isEqualTo(201);
  }

  @Test
  void aPageLoadsWithFewSmallRequests() throws Exception {
    String page = shop.get("/reception").body();
    List<String> parts = new ArrayList<>(List.of("/reception"));
    Matcher assets = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"").matcher(page);
    while (assets.find()) {
      if (!parts.contains(assets.group(1))) {
        parts.add(assets.group(1));
      }
    }
    int bytes = 0;
    for (String part : parts) {
      HttpResponse<byte[]> answer =
          shop.probe()
              .client()
              .send(
                  HttpRequest.newBuilder(shop.probe().uri(part))
                      .header("Accept-Encoding", "gzip")
                      .build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(part).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
        assertThat(in.readAllBytes()).isNotEmpty();
      }
      bytes += answer.body().length;
    }
    // And the stream of events.
    assertThat(parts.size() + 1).isLessThanOrEqualTo(8);
    assertThat(bytes).isLessThan(BUDGET_BYTES);
  }

  @Test
  void theApiIsDescribed() {
    Answer described = shop.get("/openapi.json");

    assertThat(described.text("openapi")).isEqualTo("3.1.0");
    if (!(described.at("paths") instanceof Map<?, ?> paths)) {
      throw new IllegalStateException(described.body());
    }
    paths.forEach((path, methods) -> {
      if (methods instanceof Map<?, ?> known && !path.equals("/events")) {
        String allow =
            shop.probe()
                .ask("OPTIONS", String.valueOf(path).replace("{id}", "1"))
                .header("Allow")
                .orElse("");
        known.keySet().stream()
            .map(String::valueOf)
            .filter(method -> !method.equals("parameters"))
            .forEach(method ->
                assertThat(allow)
                    .as(String.valueOf(path))
                    .contains(method.toUpperCase(java.util.Locale.ROOT)));
      }
    });
  }

  @Test
  void operatorsSeeHowItFares() {
    assertThat(shop.get("/healthz").status()).isEqualTo(200);
    assertThat(shop.get("/readyz").status()).isEqualTo(200);
    assertThat(shop.get("/metrics").body()).contains("pos_event_streams");
    Answer status = shop.get("/api/status");
    assertThat(status.at("writable")).isEqualTo(true);
    assertThat(status.text("mode")).isEqualTo("local");
  }
}
