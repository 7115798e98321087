package dev.seseragi.gate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.seseragi.gate.GateSettings;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.RawClient;
import dev.seseragi.gate.TestProgress;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many clients, large replies, and a store that does not answer. */
final class PileUpTest {
  private static final int CLIENTS = 120;
  private static final int REPLY_BYTES = 300_000;
  private static final Duration TIMEOUT = Duration.ofMillis(1_500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What may come with one read, beyond what there is room for. */
  private static final long PIECE_BYTES = 64 * 1024;

  private final TestProgress progress = new TestProgress();
  private final HeldBytes held = new HeldBytes();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<RawClient> clients = new ArrayList<>();
  private HttpServer child;
  private GateProxy proxy;

  @BeforeEach
  void start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    child = HttpServer.create(anyPort, CLIENTS);
    child.setExecutor(threads);
    child.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, REPLY_BYTES);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(new byte[REPLY_BYTES]);
          }
        });
    child.start();
    ProxySettings settings = ProxySettings.on(anyPort);
    OutputGate gate = new OutputGate(progress, GateSettings.DEFAULTS.withTimeout(TIMEOUT));
    Doorman doorman = request -> new Doorman.Way.Forward(child.getAddress());
    proxy =
        GateProxy.listen(
            new Guests(settings, gate, doorman, held),
            settings,
            Thread.ofPlatform().daemon().factory());
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new RawClient(proxy.address().getPort()));
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    proxy.close();
    child.stop(0);
    threads.shutdownNow();
  }

  private List<Future<String>> askAll() {
    return clients.stream().map(client -> threads.submit(() -> ask(client))).toList();
  }

  private static String ask(RawClient client) throws IOException {
    client.request("POST", "/order");
    return client.reply();
  }

  @Test
  void eachReplyIsRefusedInTimeWithItsReasonInBoundedMemoryAndThenAllIsWell() throws Exception {
    progress.hold();
    progress.outage("connection refused");
    List<Future<String>> replies = askAll();
    AtomicLong most = new AtomicLong();
    // The timeout is far below this: nobody waits for anybody else's.
    Await.until(
        "all are refused",
        TIMEOUT.multipliedBy(6),
        () -> {
          most.accumulateAndGet(held.total(), Math::max);
          return replies.stream().allMatch(Future::isDone);
        });

    for (Future<String> reply : replies) {
      assertThat(reply.get())
          .startsWith("HTTP/1.1 503 ")
          .contains("\"code\":\"not_durable\"", "\"reason\":\"outage\"");
    }
    assertThat(most.get())
        .isBetween(
            HeldBytes.SHARED_BYTES / 2,
            HeldBytes.SHARED_BYTES + CLIENTS * (HeldBytes.LEAST_BYTES + PIECE_BYTES));
    Await.until("nothing is held any more", PATIENCE, () -> held.total() == 0);

    progress.open();

    for (Future<String> reply : askAll()) {
      assertThat(reply.get().substring(0, 15)).isEqualTo("HTTP/1.1 200 OK");
    }
    Await.until("nothing is held any more", PATIENCE, () -> held.total() == 0);
  }
}
