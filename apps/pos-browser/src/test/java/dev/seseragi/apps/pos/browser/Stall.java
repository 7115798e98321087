package dev.seseragi.apps.pos.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.seseragi.apps.pos.Pos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An application with demo data, and a browser to look at it. */
final class Stall implements AutoCloseable {
  /** How long anything may take to appear. */
  static final double PATIENCE_MS = 10_000;

  private final Pos pos;
  private final int port;
  private final Playwright playwright;
  private final Browser browser;
  private final List<String> scriptErrors = new ArrayList<>();

  private Stall(Path folder, Path chromium, int orders) {
    Map<String, String> environment = new HashMap<>();
    environment.put("POS_DB", folder.resolve("pos.db").toString());
    environment.put("POS_ACCESS_LOG", "off");
    environment.put("POS_SEED", "demo");
    environment.put("POS_SEED_ORDERS", String.valueOf(orders));
    environment.put("POS_TEST_HOOKS", "1");
    this.pos = Pos.onLoopback(environment, InstantSource.system());
    this.port = pos.start().port();
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  /** The system's Chromium, if it has one. */
  static Optional<Path> chromium() {
    Optional<Path> found =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      System.err.println(
          "SKIPPED: no Chromium was found (Debian's package chromium): nothing was tried in a browser");
    }
    return found;
  }

  static Stall open(Path folder, Path chromium, int orders) {
    return new Stall(folder, chromium, orders);
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
    browser.close();
    playwright.close();
    pos.close();
  }
}
