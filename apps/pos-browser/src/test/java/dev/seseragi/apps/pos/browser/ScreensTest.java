package dev.seseragi.apps.pos.browser;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Every screen on every size in both themes: nothing sticks out, and axe-core finds nothing
 * serious. With {@code -Dseseragi.apps.screenshots=FOLDER} pictures are left there.
 */
final class ScreensTest extends InBrowser {
  private static final List<String> PATHS =
      List.of("/", "/register", "/reception", "/kitchen", "/order_table", "/call", "/stream");
  private static final int PHONE = 390;
  private static final List<Integer> WIDTHS = List.of(320, PHONE, 768, 820, 1024, 1280);
  private static final String SCREENSHOTS = System.getProperty("seseragi.apps.screenshots", "");
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  @Override
  int pastOrders() {
    return 60;
  }

  @Test
  void noPageIsWiderThanItsScreenAndAxeFindsNothingSerious() throws IOException {
    String axe = axe();
    List<String> findings = new ArrayList<>();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : WIDTHS) {
        // A size changes no colour, and a colour no size.
        boolean isAudited = width == PHONE;
        if (isAudited || scheme == ColorScheme.LIGHT || !SCREENSHOTS.isEmpty()) {
          try (BrowserContext device = stall.device(width, 850, scheme)) {
            look(stall.page(device, "/"), new Shot(width, scheme, isAudited ? axe : ""), findings);
          }
        }
      }
    }
    assertThat(findings).isEmpty();
    assertThat(stall.scriptErrors()).isEmpty();
  }

  /** How it is looked at; by axe-core, unless its script is empty. */
  private record Shot(int width, ColorScheme scheme, String axe) {
    String of(String path, String part) {
      String screen = path.equals("/") ? "home" : path.substring(1);
      return "%s-%d-%s%s".formatted(screen, width, scheme, part).toLowerCase(Locale.ROOT);
    }
  }

  private void look(Page page, Shot shot, List<String> findings) throws IOException {
    for (String path : PATHS) {
      page.navigate(stall.url(path));
      picture(page, shot.of(path, ""), true);
      audit(page, shot, shot.of(path, ""), findings);
      Object excess =
          page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      if (!excess.equals(0)) {
        findings.add(shot.of(path, "") + " is " + excess + " px too wide");
      }
      if ((!shot.axe().isEmpty() || !SCREENSHOTS.isEmpty()) && opensDialog(page, path, shot)) {
        page.locator("dialog[open]").waitFor();
        picture(page, shot.of(path, "-dialog"), false);
        audit(page, shot, shot.of(path, "-dialog"), findings);
      }
    }
  }

  private static boolean opensDialog(Page page, String path, Shot shot) throws IOException {
    switch (path) {
      case "/" -> page.click("#open-details");
      case "/register" -> page.click("#edit-1");
      case "/reception" -> {
        page.click("#more-1");
        page.click("#more-1");
        page.click("#more-5");
        picture(page, shot.of(path, "-cart"), false);
        page.click("#cart-order");
      }
      case "/kitchen", "/order_table" -> page.locator("[data-open=cancel]").first().click();
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void picture(Page page, String name, boolean isWhole) throws IOException {
    if (!SCREENSHOTS.isEmpty()) {
      Files.createDirectories(Path.of(SCREENSHOTS));
      page.screenshot(
          new ScreenshotOptions()
              .setPath(Path.of(SCREENSHOTS, name + ".png"))
              .setFullPage(isWhole));
    }
  }

  private static void audit(Page page, Shot shot, String name, List<String> findings) {
    if (shot.axe().isEmpty()) {
      return;
    }
    page.evaluate(shot.axe());
    Object found =
        page.evaluate(
            "async () => (await axe.run()).violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html + ' '"
                + " + n.any.map(a => a.message).join(' ')).join(' | '))");
    if (found instanceof List<?> list) {
      list.forEach(one -> findings.add(name + ": " + one));
    }
  }

  private static String axe() throws IOException {
    try (InputStream in = ScreensTest.class.getResourceAsStream(AXE)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
