package dev.seseragi.apps.pos.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.seseragi.apps.pos.Pos;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An application with demo data, and a browser to look at it. */
final class Stall implements AutoCloseable {
  /** How long anything may take to appear. */
  static final double PATIENCE_MS = 10_000;

  private final Pos pos;
  private final int port;
  private final Browser browser;
  private final List<String> scriptErrors = new ArrayList<>();

  private Stall(Path folder, Browser browser, int orders) {
    Map<String, String> environment = new HashMap<>();
    environment.put("POS_DB", folder.resolve("pos.db").toString());
    environment.put("POS_ACCESS_LOG", "off");
    environment.put("POS_SEED", "demo");
    environment.put("POS_SEED_ORDERS", String.valueOf(orders));
    environment.put("POS_TEST_HOOKS", "1");
    environment.put("SESERAGI_REPLICA_URL", "file://" + folder.resolve("replica"));
    this.pos = Pos.onLoopback(environment, InstantSource.system());
    this.port = pos.start().port();
    this.browser = browser;
  }

  /**
   * Opens one.
   *
   * @param orders how many past orders there are
   */
  static Stall open(Path folder, Browser browser, int orders) {
    return new Stall(folder, browser, orders);
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** A new device. */
  BrowserContext device(int width, int height, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("ja-JP"));
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  }

  Page page(String path) {
    return page(device(1280, 800, ColorScheme.LIGHT), path);
  }

  Page page(BrowserContext device, String path) {
    Page page = device.newPage();
    page.onPageError(scriptErrors::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")
          && !message.text().contains("status of 4")
          && !message.text().contains("status of 5")
          && !message.text().contains("net::ERR")) {
        scriptErrors.add(message.text());
      }
    });
    page.navigate(url(path));
    return page;
  }

  /** What scripts complained about, the content security policy's refusals included. */
  List<String> scriptErrors() {
    return List.copyOf(scriptErrors);
  }

  @Override
  public void close() {
    browser.contexts().forEach(BrowserContext::close);
    pos.close();
  }
}
