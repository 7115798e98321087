package dev.seseragi.apps.pos.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a stall of its own; one browser serves all tests of a class. */
abstract class InBrowser {
  private static Optional<Chromium> chromium = Optional.empty();

  @TempDir Path folder;
  Stall stall;

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void endBrowser() {
    chromium.ifPresent(Chromium::close);
  }

  @BeforeEach
  void openStall() {
    assumeTrue(chromium.isPresent(), "no Chromium");
    stall = Stall.open(folder, chromium.get().browser(), pastOrders());
  }

  @AfterEach
  void closeStall() {
    if (stall != null) {
      stall.close();
    }
  }

  /** How many orders there are already. */
  int pastOrders() {
    return 0;
  }

  static Locator button(Page page, String name) {
    return named(page, AriaRole.BUTTON, name);
  }

  static Locator named(Page page, AriaRole role, String name) {
    return page.getByRole(role, new GetByRoleOptions().setName(name).setExact(true));
  }

  static RequestOptions json(Map<String, Object> body) {
    return RequestOptions.create().setHeader("Content-Type", "application/json").setData(body);
  }

  /** Orders one of the first product, as another device would. */
  void order(Page page, String key, int table, String memo) {
    page.request()
        .post(
            stall.url("/api/orders"),
            json(Map.of(
                    "table_number",
                    table,
                    "memo",
                    memo,
                    "items",
                    List.of(Map.of("product_id", 1, "quantity", 1))))
                .setHeader("Idempotency-Key", key));
  }
}
