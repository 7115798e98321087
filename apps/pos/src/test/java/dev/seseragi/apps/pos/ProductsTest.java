package dev.seseragi.apps.pos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProductsTest {
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

  private static Map<String, String> fields(String name, String price, String stock, String image) {
    return Map.of("product_name", name, "price", price, "stock", stock, "image", image);
  }

  @Test
  void aProductIsRegisteredAndFoundAgain() {
    Answer made =
        shop.post(
            "/api/products",
            "{\"product_name\":\"　焼きそば \",\"price\":400,\"stock\":100,\"image\":null}");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Location").orElse("")).isEqualTo("/api/products/1");
    assertThat(shop.get("/api/products/1").body())
        .isEqualTo(
            "{\"product_id\":1,\"product_name\":\"焼きそば\",\"price\":400,\"stock\":100,"
                + "\"image\":null,\"deleted\":false,\"version\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "product_name|　 |100|10||商品名は1文字以上で入力してください",
        "price|茶||10||価格は数字で入力してください",
        "price|茶|abc|10||価格は数字で入力してください",
        "price|茶|1.5|10||価格は整数で入力してください",
        "price|茶|-1|10||価格は0以上で入力してください",
        "price|茶|10000000|10||価格は9999999以下で入力してください",
        "price|茶|99999999999999999999|10||価格は9999999以下で入力してください",
        "stock|茶|100||​|在庫数は数字で入力してください",
        "stock|茶|100|０．５||在庫数は整数で入力してください",
        "stock|茶|100|−5||在庫数は0以上で入力してください",
        "stock|茶|100|10000000||在庫数は9999999以下で入力してください",
        "image|茶|100|10|ftp://example.com/a|商品画像はURLで入力してください",
        "image|茶|100|10|/images/a.svg|商品画像はURLで入力してください",
        "image|茶|100|10|https:///a|商品画像はURLで入力してください"
      })
  void aWrongFieldIsNamed(
      String field, String name, String price, String stock, String image, String message) {
    String url = image == null ? "" : image.replace("\u200B", "");
    Answer reply =
        shop.form(
            "/register",
            fields(
                name == null ? "" : name,
                price == null ? "" : price,
                stock == null ? "" : stock,
                url));

    assertThat(reply.status()).as(reply.toString()).isEqualTo(422);
    assertThat(reply.body())
        .contains("id=\"register-" + field + "-error\">" + message + "</p>")
        .contains("aria-describedby=\"register-" + field + "-error");
    assertThat(reply.header("HX-Trigger").orElse("")).contains("pos:alert");
    assertThat(shop.get("/api/products").size("products")).isZero();
  }

  @Test
  void aNameOf255CodePointsIsTheLongest() {
    String longest = "🍜".repeat(255);

    assertThat(shop.form("/register", fields(longest, "1", "1", "")).status()).isEqualTo(200);
    Answer tooLong = shop.form("/register", fields(longest + "a", "1", "1", ""));
    assertThat(tooLong.body()).contains("商品名は255文字以下で入力してください");
  }

  @Test
  void fullWidthDigitsAreDigits() {
    assertThat(shop.form("/register", fields("茶", "５００", " ３０ ", "")).status()).isEqualTo(200);

    assertThat(shop.get("/api/products/1").number("price")).isEqualTo(500);
    assertThat(shop.stockOf(1)).isEqualTo(30);
  }

  @Test
  void jsonNumbersAreIntegersAndNothingElse() {
    for (String price : new String[] {"\"100\"", "1.0", "true", "[]", "null", "1e2"}) {
      Answer reply =
          shop.post(
              "/api/products",
              "{\"product_name\":\"茶\",\"price\":%s,\"stock\":1}".formatted(price));
      assertThat(reply.status()).as(price).isEqualTo(422);
      assertThat(reply.text("code")).isEqualTo("validation");
      assertThat(reply.size("errors.price")).isEqualTo(1);
    }
  }

  @Test
  void onlyOneLiveProductHasAName() {
    shop.product("焼きそば", 400, 10);
    long tea = shop.product("茶", 100, 10);

    Answer again =
        shop.post("/api/products", "{\"product_name\":\"焼きそば \",\"price\":1,\"stock\":1}");
    Answer renamed = shop.patch("/api/products/" + tea, "{\"product_name\":\"焼きそば\"}");

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("code")).isEqualTo("duplicate_name");
    assertThat(again.text("detail")).isEqualTo("同じ名前の商品がすでに存在します");
    assertThat(renamed.status()).isEqualTo(409);
  }

  @Test
  void aNameIsComparedAsItIsComposed() {
    // か + combining mark, against が.
    shop.product("がんも", 100, 1);

    Answer same =
        shop.post("/api/products", "{\"product_name\":\"か\u3099んも\",\"price\":1,\"stock\":1}");

    assertThat(same.status()).isEqualTo(409);
  }

  @Test
  void aDeletedProductLeavesItsName() {
    long old = shop.product("焼きそば", 400, 10);
    assertThat(shop.delete("/api/products/" + old).status()).isEqualTo(204);
    assertThat(shop.delete("/api/products/" + old).status()).isEqualTo(204);

    long next = shop.product("焼きそば", 500, 5);

    assertThat(next).isNotEqualTo(old);
    assertThat(shop.get("/api/products").size("products")).isEqualTo(1);
    assertThat(shop.get("/api/products?include_deleted=true").size("products")).isEqualTo(2);
    assertThat(shop.get("/api/products/" + old).at("deleted")).isEqualTo(true);
    assertThat(shop.patch("/api/products/" + old, "{\"price\":1}").status()).isEqualTo(404);
  }

  @Test
  void anUnknownProductIsNotFound() {
    for (String id : new String[] {"99", "0", "-1", "abc", "99999999999999999999"}) {
      Answer reply = shop.get("/api/products/" + id);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.text("detail")).isEqualTo("商品が見つかりません");
    }
    assertThat(shop.delete("/api/products/99").status()).isEqualTo(404);
  }

  @Test
  void aStockEditIsADifference() {
    long tea = shop.product("茶", 100, 30);
    shop.order(Shop.item(tea, 10));

    Answer edited = shop.patch("/api/products/" + tea, "{\"stock\":50,\"stock_seen\":30}");
    Answer absolute = shop.patch("/api/products/" + tea, "{\"stock\":7}");

    assertThat(edited.number("stock")).isEqualTo(40);
    assertThat(edited.number("version")).isEqualTo(1);
    assertThat(absolute.number("stock")).isEqualTo(7);
  }

  @Test
  void aStockEditNeverGoesBelowZero() {
    long tea = shop.product("茶", 100, 30);
    shop.order(Shop.item(tea, 25));

    Answer edited = shop.patch("/api/products/" + tea, "{\"stock\":0,\"stock_seen\":30}");

    assertThat(edited.status()).isEqualTo(422);
    assertThat(edited.text("errors.stock.0")).isEqualTo("在庫数は0以上で入力してください");
    assertThat(shop.stockOf(tea)).isEqualTo(5);
  }

  @Test
  void anEditOfAnOlderVersionIsRefused() {
    long tea = shop.product("茶", 100, 30);
    shop.order(Shop.item(tea, 1));

    Answer first = shop.patch("/api/products/" + tea, "{\"price\":120,\"version\":1}");
    Answer second = shop.patch("/api/products/" + tea, "{\"price\":130,\"version\":1}");

    assertThat(first.number("version")).isEqualTo(2);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text("code")).isEqualTo("version_conflict");
    assertThat(second.text("detail")).isEqualTo("ほかの端末で変更されています。内容を確認してください");
  }

  @Test
  void theEditFormShowsWhatOthersMadeOfIt() {
    long tea = shop.product("茶", 100, 30);
    shop.patch("/api/products/" + tea, "{\"price\":120}");

    Answer reply =
        shop.form(
            "/register/" + tea,
            Map.of(
                "product_name",
                "お茶",
                "price",
                "110",
                "stock",
                "30",
                "stock_seen",
                "30",
                "image",
                "",
                "version",
                "1"));

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.body()).contains("いまの内容：茶、120円、在庫 30").contains("value=\"お茶\"");
    assertThat(reply.body()).contains("name=\"version\" value=\"2\"");
  }

  @Test
  void aRepeatedFormIsNotAppliedTwice() {
    Map<String, String> form = fields("茶", "100", "30", "");
    shop.form("/register", form);

    assertThat(shop.form("/register", form).status()).isEqualTo(409);
    assertThat(shop.form("/register", form, "X-Retry", "1").status()).isEqualTo(200);

    Map<String, String> edit =
        Map.of(
            "product_name",
            "茶",
            "price",
            "100",
            "stock",
            "50",
            "stock_seen",
            "30",
            "image",
            "",
            "version",
            "1");
    assertThat(shop.form("/register/1", edit).status()).isEqualTo(204);
    assertThat(shop.form("/register/1", edit, "X-Retry", "1").status()).isEqualTo(204);
    assertThat(shop.stockOf(1)).isEqualTo(50);
  }
}
