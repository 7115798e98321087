package dev.seseragi.apps.pos.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Screens that follow what others do, over connections that lose, delay and refuse things. */
final class LiveTest extends InBrowser {
  private static final String FRAGMENT = "**/register/live";
  private static final String STREAM = "**/events";
  private static final String OTHER_HELLO =
      """
      retry: 100

      event: hello
      id: other-0
      data: {"epoch":"other","seq":0,"build":"another"}

      """;

  /** As another device would. */
  private void setPrice(Page page, int price) {
    page.request().patch(stall.url("/api/products/1"), json(Map.of("price", price)));
  }

  private static Locator product(Page page) {
    return named(page, AriaRole.GROUP, "焼きそば");
  }

  @Test
  void whatCouldNotBeFetchedIsFetchedAgain() {
    Page page = stall.page("/register");
    AtomicInteger lost = new AtomicInteger();
    page.route(
        FRAGMENT,
        route -> {
          switch (lost.incrementAndGet()) {
            case 1 -> route.abort();
            case 2 -> route.fulfill(new Route.FulfillOptions().setStatus(503).setBody("no"));
            default -> route.resume();
          }
        });

    setPrice(page, 401);

    assertThat(product(page)).containsText("価格：401円");
    assertThat(lost.get()).isEqualTo(3);
    assertThat(stall.scriptErrors()).isEmpty();
  }

  @Test
  void anOlderAnswerNeverStaysInPlaceOfANewerOne() {
    Page page = stall.page("/register");
    List<Runnable> held = new ArrayList<>();
    AtomicInteger fetches = new AtomicInteger();
    page.route(
        FRAGMENT,
        route -> {
          if (fetches.incrementAndGet() > 1) {
            route.resume();
            return;
          }
          APIResponse older = route.fetch();
          held.add(() -> route.fulfill(new Route.FulfillOptions().setResponse(older)));
        });

    setPrice(page, 401);
    page.waitForCondition(() -> !held.isEmpty());
    setPrice(page, 402);
    page.request().delete(stall.url("/api/products/2"));
    // Only one is under way; what was told meanwhile waits for its end.
    assertThat(fetches.get()).isEqualTo(1);
    held.getFirst().run();

    assertThat(product(page)).containsText("価格：402円");
    assertThat(button(page, "たこ焼きを変更")).hasCount(0);
    assertThat(page.locator("#products .product")).hasCount(5);
    assertThat(stall.scriptErrors()).isEmpty();
  }

  @Test
  void anAnswerForAPageThatWasLeftIsNotShownOnTheNextOne() {
    Page page = stall.page("/order_table");
    for (int i = 0; i < 12; i++) {
      order(page, "k" + i, 1, "");
    }
    assertThat(page.getByText("全12件中 1 - 10件表示")).isVisible();
    List<Runnable> held = new ArrayList<>();
    AtomicInteger shown = new AtomicInteger();
    page.route(
        "**/order_table/live**",
        route -> {
          if (held.isEmpty()) {
            APIResponse older = route.fetch();
            held.add(() -> route.fulfill(new Route.FulfillOptions().setResponse(older)));
          } else {
            route.resume();
          }
        });
    page.onResponse(response -> {
      if (response.url().contains("/order_table/live")) {
        shown.incrementAndGet();
      }
    });

    order(page, "another", 1, "");
    page.waitForCondition(() -> !held.isEmpty());
    button(page, "次へ").click();
    assertThat(page.getByText("全13件中 11 - 13件表示")).isVisible();
    held.getFirst().run();
    page.waitForCondition(() -> shown.get() >= 2);

    assertThat(page.getByText("全13件中 11 - 13件表示")).isVisible();
    assertThat(page.locator("#history-rows tr")).hasCount(3);
    assertThat(stall.scriptErrors()).isEmpty();
  }

  @Test
  void aNewProgramReloadsThePageOnceTheCartIsEmpty() {
    Page page = stall.page("/reception");
    button(page, "焼きそばを追加").click();
    page.evaluate("window.isOld = true");
    AtomicInteger hellos = new AtomicInteger();
    page.route(
        STREAM,
        route -> {
          hellos.incrementAndGet();
          route.fulfill(
              new Route.FulfillOptions().setContentType("text/event-stream").setBody(OTHER_HELLO));
        });
    // The stream is opened anew, as after the end of the old program.
    page.evaluate("window.dispatchEvent(new Event('online'))");
    page.waitForCondition(() -> hellos.get() > 2);
    assertThat(page.evaluate("window.isOld")).isEqualTo(true);

    button(page, "キャンセル").click();

    page.waitForFunction("() => window.isOld === undefined");
    page.unroute(STREAM);
  }

  @Test
  void withoutAStreamThePageAsks() {
    Page page = stall.page("/register");
    page.route(STREAM, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
    page.evaluate("window.dispatchEvent(new Event('online'))");
    assertThat(named(page, AriaRole.STATUS, "接続状態")).hasText("再接続中");
    setPrice(page, 403);

    assertThat(product(page)).containsText("価格：403円");
  }
}
