package dev.seseragi.apps.pos.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every screen on every size in both themes: nothing sticks out, and axe-core finds nothing
 * serious. With {@code -Dseseragi.apps.screenshots=FOLDER} pictures are left there.
 */
final class ScreensTest {
  private static final List<String> PATHS =
      List.of("/", "/register", "/reception", "/kitchen", "/order_table", "/call", "/stream");
  private static final List<Integer> WIDTHS = List.of(320, 390, 820, 1280);
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  @TempDir Path folder;
  private Stall stall;

  @BeforeEach
  void open() {
    Optional<Path> chromium = Stall.chromium();
    assumeTrue(chromium.isPresent(), "no Chromium");
    stall = Stall.open(folder, chromium.get(), 60);
  }

  @AfterEach
  void close() {
    if (stall != null) {
      stall.close();
    }
  }

  @Test
  void noPageIsWiderThanItsScreenAndAxeFindsNothingSerious() throws IOException {
    String axe = axe();
    List<String> findings = new ArrayList<>();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : WIDTHS) {
        try (BrowserContext device = stall.device(width, 850, scheme)) {
          Page page = stall.page(device, "/");
          for (String path : PATHS) {
            page.navigate(stall.url(path));
            String name =
                "%s-%d-%s".formatted(name(path), width, scheme).toLowerCase(java.util.Locale.ROOT);
            picture(page, name);
            if (width != 320) {
              findings.addAll(audit(page, axe, name));
            }
            Object excess =
                page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (!excess.equals(0)) {
              findings.add(name + " is " + excess + " px too wide");
            }
            openDialogs(page, path, name, axe, findings);
          }
        }
      }
    }
    assertThat(findings).isEmpty();
    assertThat(stall.scriptErrors()).isEmpty();
  }

  private static String name(String path) {
    return path.equals("/") ? "home" : path.substring(1);
  }

  private static void openDialogs(
      Page page, String path, String name, String axe, List<String> findings) throws IOException {
    switch (path) {
      case "/" -> page.click("#open-details");
      case "/register" -> page.click("#edit-1");
      case "/reception" -> {
        page.click("#more-1");
        page.click("#more-1");
        page.click("#more-5");
        picture(page, name + "-cart");
        page.click("#cart-order");
      }
      case "/kitchen", "/order_table" -> page.locator("[data-open=cancel]").first().click();
      default -> {
        return;
      }
    }
    page.locator("dialog[open]").waitFor();
    picture(page, name + "-dialog");
    findings.addAll(audit(page, axe, name + "-dialog"));
  }

  private static void picture(Page page, String name) throws IOException {
    String target = System.getProperty("seseragi.apps.screenshots", "");
    if (!target.isEmpty() && !name.contains("-320-")) {
      Files.createDirectories(Path.of(target));
      boolean isDialog = name.endsWith("-dialog") || name.endsWith("-cart");
      page.screenshot(
          new ScreenshotOptions().setPath(Path.of(target, name + ".png")).setFullPage(!isDialog));
    }
  }

  private static List<String> audit(Page page, String axe, String name) {
    page.evaluate(axe);
    Object found =
        page.evaluate(
            "async () => (await axe.run()).violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html + ' '"
                + " + n.any.map(a => a.message).join(' ')).join(' | '))");
    List<String> findings = new ArrayList<>();
    if (found instanceof List<?> list) {
      list.forEach(one -> findings.add(name + ": " + one));
    }
    return findings;
  }

  private static String axe() throws IOException {
    try (InputStream in = ScreensTest.class.getResourceAsStream(AXE)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
