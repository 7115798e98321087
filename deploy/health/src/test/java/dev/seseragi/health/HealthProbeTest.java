package dev.seseragi.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HealthProbeTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int probe(int port, String... words) {
    return HealthProbe.run(
        words,
        Map.of("PORT", String.valueOf(port)),
        new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @Test
  void aSuccessIsHealthAndARefusalIsNot() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/healthz", exchange -> exchange.sendResponseHeaders(200, -1));
    server.createContext("/readyz", exchange -> exchange.sendResponseHeaders(503, -1));
    server.start();
    try {
      int port = server.getAddress().getPort();
      assertThat(probe(port)).isEqualTo(HealthProbe.WELL);
      assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
      assertThat(probe(port, "/readyz")).isEqualTo(HealthProbe.ILL);
      assertThat(said.toString(StandardCharsets.UTF_8))
          .isEqualToIgnoringNewLines("/readyz on port " + port + " answered 503");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nobodyThereIsOneLine() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(probe(port)).isEqualTo(HealthProbe.ILL);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith("no answer for /healthz on port " + port)
        .hasLineCount(1);
  }

  @Test
  void silenceEndsWithTheProbesPatience() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(probe(silent.getLocalPort())).isEqualTo(HealthProbe.ILL);
      assertThat(said.toString(StandardCharsets.UTF_8)).contains("timed out");
    }
  }

  @Test
  void wrongWordsAreNoHealth() {
    assertThat(probe(70_000)).isEqualTo(HealthProbe.ILL);
    assertThat(probe(80, "healthz")).isEqualTo(HealthProbe.ILL);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("70000", "healthz");
  }
}
