package dev.seseragi.apps.pos;

import static dev.seseragi.apps.pos.Shop.item;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every label of the screens, by which people and their helpers find what is on them. */
final class WordsTest {
  @TempDir static Path folder;
  private static Shop shop;

  /** One order in each status, the last one taken back. */
  @BeforeAll
  static void open() {
    shop = Shop.in(folder);
    long noodles = shop.product("焼きそば", 400, 30);
    List<String> life = List.of("accept", "cooking", "serve", "finish");
    for (int steps = 0; steps < life.size(); steps++) {
      long order = shop.order(item(noodles, 1)).number("order_id");
      for (int step = 0; step < steps; step++) {
        shop.move(order, life.get(step), life.get(step + 1));
      }
    }
    long last = shop.order(item(noodles, 1)).number("order_id");
    shop.post("/api/orders/" + last + "/cancel", "{\"restock\":true}");
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/register", "/reception", "/kitchen", "/order_table"})
  void everyScreenHasTheSameFrame(String path) {
    assertThat(shop.get(path).body())
        .contains(">本文へ移動</a>", "<span>帳場</span>", "aria-label=\"接続状態\">接続中</span>")
        .contains("aria-label=\"表示テーマ：自動\"", "<span>メニュー</span>", "aria-expanded=\"false\"")
        .contains("<nav class=\"side\" aria-label=\"ページ一覧\">")
        .contains("href=\"" + path + "\" aria-current=\"page\"")
        .contains(">ホーム</a>", ">商品登録</a>", ">受付</a>", ">厨房</a>", ">注文履歴</a>", ">呼び出し</a>")
        .contains("role=\"status\" aria-label=\"お知らせ\"")
        .doesNotContain("ログアウト");
  }

  @Test
  void home() {
    assertThat(shop.get("/").body())
        .contains("aria-label=\"総額\"", "総額 <strong>1,600円</strong>", "の売り上げ（", "時点）")
        .contains("注文数 4件", "客単価 400円", "取消 1件")
        .contains("href=\"/?period=all\" aria-current=\"true\">全期間</a>", ">今日</a>")
        .contains(">販売数ランキング</h2>", "焼きそば</span> <span class=\"many\">4個</span>")
        .contains(">売上構成比</h2>", "role=\"img\" aria-label=\"売上構成比の円グラフ\"")
        .contains(">詳細</button>", ">詳細</h2>", "aria-label=\"売上構成比の内訳\"", ">閉じる</button>")
        .contains(">商品</th>", ">数量</th>", ">売上</th>", ">構成比</th>", ">100%</td>")
        .contains(">売上CSV</a>", ">注文CSV</a>");
    assertThat(shop.get("/?period=today").body())
        .contains("href=\"/?period=today\" aria-current=\"true\">今日</a>");
  }

  @Test
  void products() {
    assertThat(shop.get("/register").body())
        .contains("aria-label=\"商品登録フォーム\"", ">商品名</label>", "placeholder=\"焼きそば\"")
        .contains(">価格</label>", "placeholder=\"500\"", ">在庫</label>", "placeholder=\"100\"")
        .contains(">商品画像</label>", "placeholder=\"https://example.com/image.jpg\"")
        .contains(">商品画像は画像URLで入力してください</p>", "inputmode=\"numeric\"", ">登録</button>")
        .contains(">商品一覧</h2>", "role=\"group\"", "aria-label=\"焼きそば\"", "ID：1", "在庫：26")
        .contains("alt=\"焼きそばの商品画像\"", "aria-label=\"焼きそばを変更\"", ">変更</button>")
        .contains("aria-label=\"焼きそばを削除\"", ">削除</button>", ">商品情報変更</h2>", ">商品削除</h2>")
        .contains("を本当に削除しますか？", ">はい</button>", "autofocus>いいえ</button>")
        .contains("loading=\"lazy\" referrerpolicy=\"no-referrer\"");
    assertThat(shop.get("/register/1").body())
        .contains("value=\"焼きそば\"", "value=\"400\"", ">変更</button>", ">閉じる</button>");
  }

  @Test
  void reception() {
    assertThat(shop.get("/reception").body())
        .contains(">注文リスト</h2>", ">商品を選んでください</p>")
        .contains(
            "aria-label=\"合計金額\">合計：0円</p>", "disabled>合計</button>", "disabled>キャンセル</button>")
        .contains("aria-label=\"焼きそばを追加\"", ">＋</button>", "aria-label=\"焼きそばを減らす\"", ">−</button>")
        .contains(">注文内容</h2>", ">テーブル番号</label>", ">注文メモ</label>", ">0/100</p>", ">お預かり</label>")
        .contains(">ちょうど</button>", ">1,000円</button>", ">5,000円</button>", ">10,000円</button>")
        .contains(
            "aria-label=\"おつり\">おつり：—</p>", "aria-label=\"電卓\"", ">確定</button>", ">閉じる</button>")
        .contains("role=\"status\" aria-label=\"電卓の表示\">0</p>")
        .contains("aria-label=\"合計金額を入力\">T</button>", "aria-label=\"クリア\">C</button>")
        .doesNotContain("maxlength", "type=\"number\"");
  }

  @Test
  void kitchen() {
    assertThat(shop.get("/kitchen").body())
        .contains("aria-pressed=\"false\">通知音</button>")
        .contains("aria-label=\"受付済\"", "受付済（1）", "aria-label=\"調理中\"", "調理中（1）")
        .contains("aria-label=\"提供待ち\"", "提供待ち（1）", "aria-label=\"呼び出し番号 3\"")
        .contains("テーブル番号：1", "ステータス：調理中", "0分経過")
        .contains(">調理開始</button>", ">調理完了</button>", ">受け渡し完了</button>")
        .contains("id=\"back-2\">1つ戻す</button>", "id=\"back-3\">1つ戻す</button>")
        .doesNotContain("id=\"back-1\"")
        .contains(">取消</button>", ">注文の取消</h2>", "の注文を取り消しますか？", "返金：", "> 在庫を戻す</label>")
        .contains(">理由</label>", ">取り消す</button>", "autofocus>やめる</button>");
  }

  @Test
  void history() {
    String page = shop.get("/order_table").body();
    assertThat(page)
        .contains(">注文履歴一覧</caption>", "role=\"region\" aria-label=\"注文履歴の表\" tabindex=\"0\"")
        .contains(">呼び出し番号</th>", ">注文内容</th>", ">操作</th>", "aria-sort=\"descending\"")
        .contains("role=\"search\" aria-label=\"絞り込み\"", ">状態</label>", ">すべて</option>")
        .contains(">商品名・メモ・ID</label>", ">日付</label>", ">絞り込む</button>", ">条件をクリア</button>")
        .contains("aria-label=\"ページ送り\"", "aria-label=\"最初のページ\"", "aria-label=\"最後のページ\"")
        .contains(">前へ</button>", ">次へ</button>", "全5件中 1 - 5件表示", "表示件数 <select")
        .contains("aria-label=\"注文1を取消\"", "aria-label=\"注文4を1つ戻す\"", "<s>400円</s>")
        .doesNotContain("注文5を取消", "注文1を1つ戻す");
    for (String column : List.of("ID", "注文日時", "テーブル番号", "売上", "ステータス")) {
      assertThat(page).contains("hx-push-url=\"true\">" + column + "<span");
    }
    for (String status : List.of("受付済", "調理中", "提供待ち", "提供済", "取消")) {
      assertThat(page).contains(">" + status + "</option>", ">" + status + "</span>");
    }
    for (int size = 10; size <= 50; size += 10) {
      assertThat(page).contains(">" + size + "件表示</option>");
    }
  }

  @Test
  void call() {
    assertThat(shop.get("/call").body())
        .contains(">お渡しできます</h2>", "data-number=\"3\"", ">準備中</h2>", "data-number=\"2\"")
        .contains("<a href=\"/\">帳場</a>", "role=\"status\" aria-label=\"呼び出しのお知らせ\"")
        .doesNotContain("data-number=\"4\"", "data-number=\"5\"", "ページ一覧", "円");
  }

  @Test
  void whatIsWrongWithALineIsToldBesideWhatIsWrongWithAField() {
    var refused =
        shop.form(
            "/reception", Map.of("table_number", "", "items", "[]"), "Idempotency-Key", "no lines");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains(">テーブル番号を入力してください</p>");
    // 注文内容が正しくありません, in the letters that a header may have.
    assertThat(refused.header("HX-Trigger").orElse("")).contains("pos:alert", "\\u6ce8\\u6587");
  }
}
