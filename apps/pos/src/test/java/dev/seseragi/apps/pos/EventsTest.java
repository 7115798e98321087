package dev.seseragi.apps.pos;

import static dev.seseragi.apps.pos.Shop.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.testkit.time.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;
  private Shop shop;

  @BeforeEach
  void open() {
    shop = Shop.in(folder, "POS_TEST_HOOKS", "1");
  }

  @AfterEach
  void close() {
    shop.close();
  }

  /** A stream's lines, gathered by a thread of its own. */
  private final class Listener implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final InputStream in;
    private volatile boolean isEnded;

    Listener(String lastEventId) throws IOException, InterruptedException {
      HttpRequest.Builder request = HttpRequest.newBuilder(shop.probe().uri("/events"));
      if (!lastEventId.isEmpty()) {
        request.header("Last-Event-ID", lastEventId);
      }
      HttpResponse<InputStream> answer =
          shop.probe().client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      in = answer.body();
      Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        String line = reader.readLine();
        while (line != null) {
          lines.add(line);
          line = reader.readLine();
        }
      } catch (IOException closed) {
        // Its end, too.
        lines.add("closed");
      } finally {
        isEnded = true;
      }
    }

    void awaits(String part) throws InterruptedException {
      Await.until(
          () -> part + " comes, after " + lines,
          SOON,
          () -> lines.stream().anyMatch(line -> line.contains(part)));
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private String idOf(long seq) {
    return shop.get("/api/status").text("epoch") + "-" + seq;
  }

  @Test
  void aStreamBeginsWithHelloAndTellsEveryChange() throws Exception {
    try (Listener listener = new Listener("")) {
      listener.awaits("event: hello");
      long tea = shop.product("茶", 100, 5);
      long order = shop.order(item(tea, 1)).number("order_id");
      shop.move(order, "accept", "cooking");

      listener.awaits("id: " + idOf(3));
      assertThat(listener.lines.getFirst()).isEqualTo("retry: 1000");
      assertThat(listener.lines)
          .contains(
              "data: {\"topics\":[\"products\"],\"order_ids\":[],\"product_ids\":[1]}",
              "data: {\"topics\":[\"orders\",\"products\"],\"order_ids\":[1],\"product_ids\":[1]}",
              "data: {\"topics\":[\"orders\"],\"order_ids\":[1],\"product_ids\":[]}");
    }
  }

  @Test
  void whoComesAgainGetsWhatItMissed() throws Exception {
    shop.product("a", 1, 1);
    shop.product("b", 1, 1);
    shop.product("c", 1, 1);

    try (Listener listener = new Listener(idOf(1))) {
      listener.awaits("\"product_ids\":[3]");
      assertThat(listener.lines).contains("id: " + idOf(2)).doesNotContain("event: reset");
      assertThat(listener.lines).doesNotContain("id: " + idOf(1));
    }
    try (Listener stranger = new Listener("deadbeef-1")) {
      stranger.awaits("event: reset");
    }
  }

  @Test
  void refusedAndRepeatedRequestsChangeNothing() throws Exception {
    long tea = shop.product("茶", 100, 5);
    String body = "{\"table_number\":1,\"items\":[" + item(tea, 1) + "]}";
    shop.order("k", body);
    shop.order("k", body);
    shop.order(item(tea, 99));

    assertThat(shop.get("/api/status").number("seq")).isEqualTo(2);
  }

  @Test
  void theStateOfTheStorageIsToldAndWritesAreRefusedBeforehand() throws Exception {
    long tea = shop.product("茶", 100, 5);
    try (Listener listener = new Listener("")) {
      shop.post("/api/test/storage", "{\"state\":\"unavailable\"}");
      listener.awaits("data: {\"writable\":true,\"durable\":false}");
      Answer refused = shop.order(item(tea, 1));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text("code")).isEqualTo("not_durable");
      assertThat(refused.text("detail")).isEqualTo("保存を確認できませんでした。もう一度「確定」を押してください（二重にはなりません）");
      assertThat(shop.get("/readyz").status()).isEqualTo(503);
      assertThat(shop.get("/kitchen").body()).contains("データの保存先に届いていません。注文はまだ確定できません");

      shop.post("/api/test/storage", "{\"state\":\"ok\"}");
      assertThat(shop.order(item(tea, 1)).status()).isEqualTo(201);
      assertThat(shop.get("/kitchen").body()).doesNotContain("保存先に届いていません");

      shop.post("/api/test/storage", "{\"state\":\"fenced\"}");
      Await.until(() -> "the client is sent away", SOON, () -> listener.isEnded);
      assertThat(listener.lines).contains("data: {\"writable\":false,\"durable\":false}");
    }
    Answer refused = shop.order(item(tea, 1));
    assertThat(refused.text("code")).isEqualTo("read_only");
    assertThat(refused.text("detail")).isEqualTo("読み取り専用です。注文や変更はできません");
    assertThat(shop.get("/reception").body()).contains("読み取り専用です。注文や変更はできません");
  }

  @Test
  void theEndOfTheProgramDoesNotWaitForStreams() throws Exception {
    try (Listener listener = new Listener("")) {
      listener.awaits("event: hello");
      long begin = System.nanoTime();
      shop.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }
  }
}
