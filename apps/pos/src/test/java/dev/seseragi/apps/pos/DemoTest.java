package dev.seseragi.apps.pos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.process.Signal;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what {@code ./demo} says that one may try. */
final class DemoTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(8);

  @TempDir Path folder;

  private ChildProcess demo(String... environment) throws InterruptedException {
    List<String> command = new ArrayList<>();
    if (hasEnv()) {
      // A build in the background ignores SIGINT, and so would the demo.
      command.addAll(List.of("env", "--default-signal"));
    }
    command.add(Path.of(System.getProperty("seseragi.root", ""), "demo").toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DEMO_FOLDER", folder.toString());
    builder.environment().put("DEMO_CLASS_PATH", System.getProperty("java.class.path"));
    for (int i = 0; i < environment.length; i += 2) {
      builder.environment().put(environment[i], environment[i + 1]);
    }
    return ChildProcess.start(builder);
  }

  private static boolean hasEnv() throws InterruptedException {
    try {
      return new ProcessBuilder("env", "--default-signal", "true").start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private static void awaitProof(HttpProbe probe) throws InterruptedException {
    Await.until(
        "the badge shows that a restore was proven",
        LONG,
        () -> probe.get("/stream").body().contains("復元を確認 "));
  }

  private static int order(HttpProbe probe, String key) {
    String body = "{\"table_number\":7,\"items\":[{\"product_id\":1,\"quantity\":2}]}";
    return probe.json("POST", "/api/orders", body, "Idempotency-Key", key).status();
  }

  private void loseData() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("demo-data"))) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  @Test
  void everyOrderIsBackAfterCtrlCAndAfterSigkillWithoutTheData() throws Exception {
    int port = HttpProbe.freePort();
    try (HttpProbe probe = new HttpProbe(port)) {
      comesBack(port, probe);
    }
  }

  private void comesBack(int port, HttpProbe probe) throws Exception {
    try (ChildProcess demo = demo("PORT", String.valueOf(port), "POS_PROOF_MIN", "1")) {
      assertThat(demo.awaitLine(LONG, "Seseragi's demo"))
          .contains("six products and 300 past orders");
      assertThat(demo.awaitLine(LONG, "  take an order"))
          .endsWith("http://localhost:%d/reception".formatted(port));
      assertThat(order(probe, "first")).isEqualTo(201);
      assertThat(probe.get("/stream").body())
          .contains("id=\"stream-badge\"", "./demo", folder.resolve("demo-data").toString());
      awaitProof(probe);

      try (ChildProcess second = demo()) {
        assertThat(second.awaitExit(LONG)).isEqualTo(1);
        assertThat(second.awaitLine(LONG, "demo: "))
            .contains("another one runs already: http://localhost:" + port);
      }
      demo.signal(Signal.INT);
      assertThat(demo.awaitExit(END)).isZero();
      demo.awaitLine(LONG, "Ended; every confirmed order is in the replica");
    }
    loseData();
    try (ChildProcess demo = demo("PORT", String.valueOf(port))) {
      assertThat(demo.awaitLine(LONG, "Seseragi's demo"))
          .contains("came back from the replica", "all 301 orders");
      assertThat(order(probe, "first")).isEqualTo(200);
      assertThat(order(probe, "second")).isEqualTo(201);
      demo.kill();
    }
    loseData();
    try (ChildProcess demo = demo("PORT", String.valueOf(port))) {
      assertThat(demo.awaitLine(LONG, "Seseragi's demo")).contains("all 302 orders");
      assertThat(order(probe, "second")).isEqualTo(200);
      demo.kill();
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ChildProcess demo = demo("PORT", String.valueOf(taken.getLocalPort()))) {
      assertThat(demo.awaitExit(LONG)).isEqualTo(1);
      assertThat(demo.awaitLine(LONG, "pos: port")).contains("is taken by another program");
    }
  }
}
