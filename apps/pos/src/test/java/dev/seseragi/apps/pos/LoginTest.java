package dev.seseragi.apps.pos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.apps.settings.SettingsException;
import dev.seseragi.apps.testkit.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T03:00:00Z"));

  @TempDir Path folder;
  private Shop shop;

  @BeforeEach
  void open() {
    shop =
        Shop.in(
            folder,
            now::get,
            "POS_PIN_ADMIN",
            "11111111",
            "POS_PIN_RECEPTION",
            "2222",
            "POS_PIN_KITCHEN",
            "3333",
            "POS_SESSION_SECRET",
            "a secret of this test");
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private Answer enter(String pin, String to) {
    return shop.form("/login", Map.of("pin", pin, "to", to));
  }

  private String cookie(String pin) {
    return enter(pin, "").header("Set-Cookie").orElse("").split(";", 2)[0];
  }

  @Test
  void whoIsUnknownIsLedToTheLoginAndBack() {
    Answer page = shop.get("/order_table?page=2");
    assertThat(page.status()).isEqualTo(302);
    assertThat(page.header("Location").orElse("")).endsWith("/login?to=%2Forder_table%3Fpage%3D2");
    assertThat(shop.get("/api/orders").status()).isEqualTo(401);
    assertThat(shop.get("/login").body()).contains("暗証番号").contains("入る");

    Answer entered = enter("2222", "/order_table?page=2");
    assertThat(entered.header("Location").orElse("")).endsWith("/order_table?page=2");
    assertThat(entered.header("Set-Cookie").orElse(""))
        .contains("HttpOnly")
        .contains("SameSite=Lax");
    assertThat(enter("3333", "/register").header("Location").orElse("")).endsWith("/kitchen");
    assertThat(enter("2222", "//evil.example").header("Location").orElse(""))
        .endsWith("/reception");
  }

  @Test
  void aRoleSeesAndMayDoItsOwnWork() {
    String reception = cookie("2222");
    String kitchen = cookie("3333");
    String admin = cookie("11111111");

    Answer page = shop.get("/reception", "Cookie", reception);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("ログアウト").contains("href=\"/order_table\"");
    assertThat(page.body())
        .doesNotContain("href=\"/kitchen\"")
        .doesNotContain("href=\"/register\"");
    Answer forbidden = shop.get("/register", "Cookie", reception);
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(forbidden.body()).contains("<h1>権限がありません</h1>");
    assertThat(shop.get("/kitchen", "Cookie", kitchen).status()).isEqualTo(200);
    assertThat(shop.get("/reception", "Cookie", kitchen).status()).isEqualTo(403);
    assertThat(shop.get("/api/sales", "Cookie", kitchen).text("code")).isEqualTo("forbidden");
    assertThat(shop.get("/export/orders.csv", "Cookie", reception).status()).isEqualTo(403);
    for (String path : new String[] {"/", "/register", "/reception", "/kitchen", "/order_table"}) {
      assertThat(shop.get(path, "Cookie", admin).status()).isEqualTo(200);
    }
  }

  @Test
  void whoeverIsLoggedInMayLogOut() {
    for (String pin : new String[] {"11111111", "2222", "3333"}) {
      Answer left = shop.form("/logout", Map.of(), "Cookie", cookie(pin));
      assertThat(left.status()).as(pin).isEqualTo(302);
      assertThat(left.header("Location").orElse("")).endsWith("/login");
      assertThat(left.header("Set-Cookie").orElse(""))
          .startsWith("pos_session=;")
          .contains("Expires=Thu, 01 Jan 1970");
    }
  }

  @Test
  void aPinInTheHeaderIsEnoughForPrograms() {
    String body = "{\"product_name\":\"茶\",\"price\":1,\"stock\":1}";

    assertThat(shop.post("/api/products", body, "Authorization", "Bearer 11111111").status())
        .isEqualTo(201);
    assertThat(shop.post("/api/products", body, "Authorization", "Bearer 2222").status())
        .isEqualTo(403);
    assertThat(shop.get("/api/products", "Authorization", "Bearer 9999").status()).isEqualTo(401);
  }

  @Test
  void guestsNeedNoPin() {
    for (String path : new String[] {"/call", "/api/call", "/login", "/healthz", "/openapi.json"}) {
      assertThat(shop.get(path).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void guessingIsSlow() {
    for (int i = 0; i < 5; i++) {
      Answer wrong = enter("9999", "");
      assertThat(wrong.status()).isEqualTo(401);
      assertThat(wrong.body()).contains("暗証番号が違います");
    }
    Answer tooOften = enter("2222", "");
    assertThat(tooOften.status()).isEqualTo(429);
    assertThat(tooOften.body()).contains("しばらくしてからお試しください");

    now.updateAndGet(time -> time.plus(Duration.ofSeconds(61)));
    assertThat(enter("2222", "").status()).isEqualTo(302);
  }

  @Test
  void aSessionEndsAndCannotBeMade() {
    String session = cookie("2222");
    assertThat(shop.get("/reception", "Cookie", session.replace("RECEPTION", "ADMIN")).status())
        .isEqualTo(302);
    now.updateAndGet(time -> time.plus(Duration.ofHours(12)));
    assertThat(shop.get("/reception", "Cookie", session).status()).isEqualTo(302);
  }

  @Test
  void strangePinsStopTheStart() {
    refuses("POS_PIN_ADMIN", Map.of("POS_PIN_KITCHEN", "3333"));
    refuses("4 to 12 digits", Map.of("POS_PIN_ADMIN", "12a4"));
    refuses("equal", Map.of("POS_PIN_ADMIN", "1234", "POS_PIN_KITCHEN", "1234"));
    refuses("PORT", Map.of("PORT", "99999"));
    refuses("POS_SEEED", Map.of("POS_SEEED", "demo"));
    refuses("POS_LATE_MIN", Map.of("POS_WARN_MIN", "20"));
  }

  private static void refuses(String part, Map<String, String> environment) {
    assertThatThrownBy(() -> Pos.of(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(part)
        .hasMessageNotContaining("12a4");
  }
}
