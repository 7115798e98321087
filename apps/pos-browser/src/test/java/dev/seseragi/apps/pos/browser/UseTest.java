package dev.seseragi.apps.pos.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An afternoon at the counter. */
final class UseTest extends InBrowser {
  private static final LocatorAssertions.ContainsTextOptions WITHIN_A_SECOND =
      new LocatorAssertions.ContainsTextOptions().setTimeout(1_000);

  private static Locator field(Page page, String name) {
    return named(page, AriaRole.TEXTBOX, name);
  }

  private static Locator region(Page page, String name) {
    return named(page, AriaRole.REGION, name);
  }

  private static Locator status(Page page, String name) {
    return named(page, AriaRole.STATUS, name);
  }

  private static void openOrder(Page page, String product) {
    button(page, product + "を追加").click();
    button(page, "合計").click();
    assertThat(field(page, "テーブル番号")).isFocused();
  }

  @Test
  void anOrderGoesFromTheReceptionToTheGuest() {
    Page reception = stall.page("/reception");
    Page kitchen = stall.page("/kitchen");
    Page call = stall.page("/call");
    Page home = stall.page("/");
    Page history = stall.page("/order_table");
    button(reception, "焼きそばを追加").click();
    button(reception, "焼きそばを追加").click();
    button(reception, "ラムネを追加").click();
    assertThat(region(reception, "注文リスト")).containsText("焼きそば 数量：2 小計：800円");
    assertThat(status(reception, "合計金額")).hasText("合計：950円");
    assertThat(reception.getByRole(AriaRole.GROUP, new GetByRoleOptions().setName("ラムネ")))
        .containsText("在庫：7");

    button(reception, "合計").click();
    field(reception, "テーブル番号").fill("１２");
    field(reception, "注文メモ").fill("紅しょうが🍜");
    assertThat(reception.getByText("6/100")).isVisible();
    button(reception, "1,000円").click();
    assertThat(status(reception, "おつり")).hasText("おつり：50円");
    button(reception, "確定").click();

    assertThat(status(reception, "お知らせ")).hasText("注文しました（呼び出し番号：1）");
    assertThat(region(kitchen, "受付済")).containsText("焼きそば × 2", WITHIN_A_SECOND);
    assertThat(status(kitchen, "お知らせ")).hasText("新しい注文：呼び出し番号 1");
    assertThat(region(call, "準備中")).containsText("1", WITHIN_A_SECOND);
    assertThat(region(home, "総額")).containsText("総額 950円", WITHIN_A_SECOND);
    assertThat(region(history, "注文履歴の表")).containsText("紅しょうが🍜", WITHIN_A_SECOND);
    assertThat(region(reception, "注文リスト")).containsText("商品を選んでください");

    button(kitchen, "調理開始").click();
    button(kitchen, "調理完了").click();
    assertThat(region(call, "お渡しできます")).containsText("1");
    assertThat(status(call, "呼び出しのお知らせ")).hasText("お渡しできます：呼び出し番号 1");
    assertThat(call.locator("#ready .fresh")).hasText("1");
    button(kitchen, "1つ戻す").click();
    assertThat(region(kitchen, "調理中")).containsText("調理中（1）");
    button(kitchen, "取消").click();
    assertThat(button(kitchen, "やめる")).isFocused();
    assertThat(kitchen.getByRole(AriaRole.CHECKBOX)).not().isChecked();
    button(kitchen, "取り消す").click();
    assertThat(status(kitchen, "お知らせ")).hasText("取り消しました");
    assertThat(kitchen.getByText("現在、注文はありません")).isVisible();
    assertThat(region(home, "総額")).containsText("取消 1件");
    assertThat(stall.scriptErrors()).isEmpty();
  }

  @Test
  void twoReceptionistsRaceForTheLastOne() {
    Page register = stall.page("/register");
    register.request().patch(stall.url("/api/products/5"), json(Map.of("stock", 1)));
    Page one = stall.page("/reception");
    Page two = stall.page("/reception");
    openOrder(one, "ラムネ");
    openOrder(two, "ラムネ");
    field(one, "テーブル番号").fill("1");
    field(two, "テーブル番号").fill("2");

    button(one, "確定").click();
    assertThat(status(one, "お知らせ")).containsText("注文しました");
    assertThat(two.locator("#order-lines")).containsText("在庫が足りません（残り 0）", WITHIN_A_SECOND);
    button(two, "確定").click();

    assertThat(two.getByRole(AriaRole.ALERT)).containsText("在庫が足りません：ラムネ（残り0）");
    assertThat(two.locator("dialog#order")).isVisible();
    assertThat(field(two, "テーブル番号")).hasValue("2");
  }

  @Test
  void aDoubleClickIsOneOrder() {
    Page page = stall.page("/reception");
    openOrder(page, "焼きそば");
    field(page, "テーブル番号").fill("3");

    button(page, "確定").dblclick(new Locator.DblclickOptions().setForce(true));

    assertThat(status(page, "お知らせ")).containsText("注文しました");
    assertThat(page.locator("dialog#order")).isHidden();
    page.navigate(stall.url("/order_table"));
    assertThat(page.getByText("全1件中 1 - 1件表示")).isVisible();
  }

  @Test
  void aLostConnectionIsSaidAndTheOrderIsRepeated() {
    BrowserContext device = stall.device(390, 800, ColorScheme.LIGHT);
    Page page = stall.page(device, "/reception");
    openOrder(page, "焼きそば");
    field(page, "テーブル番号").fill("3");
    device.route("**/reception", Route::abort);
    device.setOffline(true);
    assertThat(page.getByText("サーバーに接続できません。表示が古い可能性があります")).isVisible();

    button(page, "確定").click();
    assertThat(button(page, "確定")).isDisabled();
    assertThat(button(page, "確定")).hasAttribute("aria-busy", "true");
    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText(new String[] {"通信できませんでした。もう一度お試しください（二重に登録されることはありません）"});
    device.unroute("**/reception");
    device.setOffline(false);
    assertThat(page.getByText("サーバーに接続できません")).isHidden();
    button(page, "確定").click();

    assertThat(status(page, "お知らせ")).containsText("注文しました（呼び出し番号：1）");
  }

  @Test
  void theFocusIsNotTakenFromAFieldThatWasChosenAtOnce() {
    Page page = stall.page("/register");
    page.evaluate(
        "addEventListener('htmx:afterSwap', () => setTimeout(() => {"
            + " document.querySelector('#edit-body [name=price]').focus();"
            + " setTimeout(() => document.body.dataset.looked = document.activeElement.name, 100);"
            + " }, 5))");
    button(page, "焼きそばを変更").click();
    assertThat(page.locator("body")).hasAttribute("data-looked", "price");
  }

  @Test
  void theFormsSayWhatIsWrongWhereItIsWrong() {
    Page page = stall.page("/register");
    field(page, "価格").fill("abc");
    button(page, "登録").click();
    assertThat(page.getByText("商品名は1文字以上で入力してください", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
    assertThat(field(page, "商品名")).isFocused();
    assertThat(field(page, "価格")).hasAttribute("aria-invalid", "true");
    assertThat(field(page, "価格")).hasValue("abc");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("登録失敗");
    button(page, "通知を閉じる").click();
    assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);

    field(page, "商品名").fill("茶");
    field(page, "価格").fill("５００");
    field(page, "在庫").fill("3");
    field(page, "在庫").press("Enter");
    assertThat(status(page, "お知らせ")).hasText("登録完了");
    assertThat(field(page, "商品名")).isFocused();
    assertThat(field(page, "商品名")).hasValue("");
    Locator tea =
        page.getByRole(AriaRole.GROUP, new GetByRoleOptions().setName("茶").setExact(true));
    assertThat(tea).containsText("価格：500円");

    button(page, "茶を変更").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("価格").fill("450");
    dialog.getByRole(AriaRole.BUTTON).first().click();
    assertThat(status(page, "お知らせ")).hasText("変更完了");
    assertThat(tea).containsText("価格：450円");
    assertThat(button(page, "茶を変更")).isFocused();

    button(page, "茶を削除").click();
    assertThat(page.getByText("茶を本当に削除しますか？")).isVisible();
    assertThat(button(page, "いいえ")).isFocused();
    page.keyboard().press("Escape");
    assertThat(button(page, "茶を削除")).isFocused();
    button(page, "茶を削除").click();
    button(page, "はい").click();
    assertThat(status(page, "お知らせ")).hasText("削除完了");
    assertThat(tea).hasCount(0);
    // After 4 s.
    assertThat(page.locator("#notice")).isEmpty();
    assertThat(stall.scriptErrors()).isEmpty();
  }

  @Test
  void theReceptionWorksByKeyboardAlone() {
    Page page = stall.page("/reception");
    page.keyboard().press("Tab");
    assertThat(page.getByText("本文へ移動")).isFocused();
    button(page, "たこ焼きを追加").focus();
    page.keyboard().press("Enter");
    page.keyboard().press("Space");
    button(page, "合計").focus();
    page.keyboard().press("Enter");
    assertThat(field(page, "テーブル番号")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.getByText("テーブル番号を入力してください", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
    assertThat(field(page, "テーブル番号")).isFocused();
    page.keyboard().type("7");
    page.keyboard().press("Enter");
    assertThat(status(page, "お知らせ")).containsText("注文しました");
    assertThat(page.getByRole(AriaRole.GROUP, new GetByRoleOptions().setName("たこ焼き")))
        .containsText("在庫：78");
  }

  @Test
  void theDialogOfAnotherOrderIsEmptyAgain() {
    Page page = stall.page("/kitchen");
    order(page, "first", 1, "");
    order(page, "second", 2, "");
    Locator first = page.locator("#cancel-1");
    first.click();
    field(page, "理由").fill("あ".repeat(101));
    button(page, "取り消す").click();
    Locator message = page.getByText("理由は100文字以内で入力してください");
    assertThat(message).isVisible();
    assertThat(field(page, "理由")).isFocused();
    page.keyboard().press("Escape");
    assertThat(first).isFocused();

    page.locator("#cancel-2").click();

    assertThat(button(page, "やめる")).isFocused();
    assertThat(page.getByText("呼び出し番号 2 の注文を取り消しますか？")).isVisible();
    assertThat(field(page, "理由")).hasValue("");
    assertThat(message).hasCount(0);
    assertThat(page.getByRole(AriaRole.CHECKBOX)).isChecked();
    assertThat(stall.scriptErrors()).isEmpty();
  }

  @Test
  void theCalculatorCalculates() {
    Page page = stall.page("/reception");
    button(page, "焼きそばを追加").click();
    openOrder(page, "たこ焼き");
    Locator display = status(page, "電卓の表示");
    press(page, "1000−");
    assertThat(page.locator("#calculator-pending")).hasText("1000 −");
    button(page, "合計金額を入力").click();
    press(page, "=");
    assertThat(display).hasText("150");
    press(page, "+2×3=");
    assertThat(display).hasText("156");
    button(page, "クリア").click();
    press(page, "2+×3−=");
    assertThat(display).hasText("6");
    press(page, "12345678901");
    assertThat(display).hasText("123456789");
    press(page, "×999999999=");
    assertThat(display).hasText("エラー");
    press(page, "5");
    assertThat(display).hasText("エラー");
    button(page, "クリア").click();
    button(page, "3").focus();
    page.keyboard().type("3-5");
    page.keyboard().press("Enter");
    assertThat(display).hasText("-2");
    assertThat(page.locator("dialog#order")).isVisible();
    page.keyboard().type("12");
    page.keyboard().press("Backspace");
    assertThat(display).hasText("1");
    page.keyboard().press("Delete");
    assertThat(display).hasText("0");
  }

  private static void press(Page page, String keys) {
    keys.codePoints().forEach(key -> button(page, Character.toString(key)).click());
  }

  @Test
  void theCartSurvivesAReloadAndFollowsPrices() {
    Page page = stall.page("/reception");
    button(page, "焼きそばを追加").click();
    page.reload();
    assertThat(region(page, "注文リスト")).containsText("焼きそば 数量：1 小計：400円");
    button(page, "合計").click();
    page.request().patch(stall.url("/api/products/1"), json(Map.of("price", 450)));
    assertThat(page.locator("#order-lines")).containsText("価格が変わりました（400円→450円）", WITHIN_A_SECOND);
    field(page, "テーブル番号").fill("1");
    button(page, "確定").click();
    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("価格が変わりました：焼きそば（400円→450円）。内容を確認してください");
    assertThat(page.locator("#order-total")).hasText("合計：450円");
    button(page, "確定").click();
    assertThat(status(page, "お知らせ")).containsText("注文しました");
  }

  @Test
  void aPhoneHasItsMenuAndATheme() {
    BrowserContext device = stall.device(390, 800, ColorScheme.LIGHT);
    Page page = stall.page(device, "/kitchen");
    Locator menu = button(page, "メニュー");
    menu.click();
    assertThat(menu).hasAttribute("aria-expanded", "true");
    assertThat(page.getByRole(AriaRole.DIALOG, new GetByRoleOptions().setName("ページ一覧")))
        .isVisible();
    page.keyboard().press("Escape");
    assertThat(menu).isFocused();
    assertThat(menu).hasAttribute("aria-expanded", "false");
    menu.click();
    page.mouse().click(20, 400);
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    assertThat(menu).isFocused();
    button(page, "表示テーマ：自動").click();
    button(page, "表示テーマ：ライト").click();
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    assertThat(button(page, "表示テーマ：ダーク")).isVisible();
  }

  @Test
  void theSoundStaysAsItWasChosen() {
    Page page = stall.page("/kitchen");
    assertThat(button(page, "通知音")).hasAttribute("aria-pressed", "false");
    button(page, "通知音").click();
    page.reload();
    assertThat(button(page, "通知音")).hasAttribute("aria-pressed", "true");
    assertThat(stall.scriptErrors()).isEmpty();
  }

  @Test
  void aPictureThatCannotBeLoadedIsDrawn() {
    Page page = stall.page("/register");
    String missing = stall.url("/images/missing.png");
    page.request().patch(stall.url("/api/products/1"), json(Map.of("image", missing)));

    assertThat(page.locator("#product-1 img"))
        .hasAttribute("src", Pattern.compile("/assets/.*/placeholder\\.svg"));
  }

  @Test
  void bannersComeAndGoWithTheStateOfTheStorage() {
    Page page = stall.page("/kitchen");
    assertThat(status(page, "接続状態")).hasText("接続中");
    page.request().post(stall.url("/api/test/storage"), json(Map.of("state", "unavailable")));
    Locator banner = page.getByText("データの保存先に届いていません。注文はまだ確定できません");
    assertThat(banner).isVisible();
    page.request().post(stall.url("/api/test/storage"), json(Map.of("state", "ok")));
    assertThat(banner).isHidden();
    page.request().post(stall.url("/api/test/storage"), json(Map.of("state", "fenced")));
    assertThat(page.getByText("読み取り専用です。注文や変更はできません")).isVisible();
  }

  @Test
  void theHistoryIsSearchedAndPagedByItsAddress() {
    Page page = stall.page("/order_table");
    for (int i = 0; i < 12; i++) {
      order(page, "k" + i, i + 1, i == 3 ? "卵なし" : "");
    }
    assertThat(page.getByText("全12件中 1 - 10件表示")).isVisible();
    button(page, "次へ").click();
    assertThat(page.getByText("全12件中 11 - 12件表示")).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*page=1.*"));
    page.goBack();
    assertThat(page.getByText("全12件中 1 - 10件表示")).isVisible();
    button(page, "テーブル番号").click();
    assertThat(page.locator("th[aria-sort=ascending]")).hasCount(1);
    page.getByRole(AriaRole.SEARCHBOX).fill("卵");
    button(page, "絞り込む").click();
    assertThat(page.getByText("全1件中 1 - 1件表示")).isVisible();
    button(page, "注文4を取消").click();
    button(page, "取り消す").click();
    assertThat(status(page, "お知らせ")).hasText("取り消しました");
    assertThat(page.locator("#row-4")).containsText("取消");
    assertThat(button(page, "注文4を取消")).hasCount(0);
    button(page, "条件をクリア").click();
    assertThat(page.getByText("全12件中 1 - 10件表示")).isVisible();
    page.getByLabel("表示件数").selectOption("20");
    assertThat(page.getByText("全12件中 1 - 12件表示")).isVisible();
    assertThat(stall.scriptErrors()).isEmpty();
  }
}
