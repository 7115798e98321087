package dev.seseragi.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.testkit.process.Signal;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole of it, with a real program behind it. */
final class RunCommandTest {
  private static final long LARGE_BYTES = 100L << 20;

  @TempDir private Path folder;

  private Path replica() {
    return folder.resolve("replica");
  }

  private Path hang() {
    return SlowStores.hangFile(replica());
  }

  private Running start(String machine, String... flags) throws Exception {
    return Running.start(folder.resolve(machine), replica(), flags).awaitServing();
  }

  private List<String> restored() throws IOException, InterruptedException {
    try (Running again = Running.start(folder.resolve("again"), replica()).awaitServing()) {
      return again.get("/list").body().lines().toList();
    }
  }

  private static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void whatOthersHaveWrittenIsNotToldBeforeItIsSafeAndNothingIsPendingCostsNoRequest()
      throws Exception {
    try (Running shop = start("a")) {
      assertThat(shop.add("tea").body()).isEqualTo("tea");
      assertThat(shop.get("/events?e").body()).isEqualTo("data: e0\n\ndata: e1\n\ndata: e2\n\n");
      long segments = segments();
      for (int i = 0; i < 20; i++) {
        assertThat(shop.get("/list").body()).startsWith("tea\n");
      }
      assertThat(segments()).isEqualTo(segments);

      Files.createFile(hang());
      CompletableFuture<HttpResponse<String>> writer = shop.addLater("rice");
      Await.until("the program has committed", Running.PATIENCE, () -> isCommitted("a", "rice"));
      CompletableFuture<HttpResponse<String>> reader = shop.getLater("/list");
      assertThat(catchThrowable(() -> reader.get(400, TimeUnit.MILLISECONDS)))
          .isInstanceOf(TimeoutException.class);
      assertThat(writer).isNotDone();
      Files.delete(hang());
      assertThat(soon(writer).body()).isEqualTo("rice");
      assertThat(soon(reader).statusCode()).isEqualTo(200);
    }
  }

  private boolean isCommitted(String machine, String name) {
    Path database = folder.resolve(machine).resolve("shop.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        PreparedStatement select =
            connection.prepareStatement("SELECT 1 FROM item WHERE name = ?")) {
      select.setString(1, name);
      return select.executeQuery().next();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(replica().resolve("ltx/0"))) {
      return files.count();
    }
  }

  @Test
  void aStoreThatHangsMakesA503InTimeAndItIsKnownWhatWasNotSaved() throws Exception {
    try (Running shop = start("a", "-gate-timeout", "500ms")) {
      shop.add("tea");
      Files.createFile(hang());
      long begin = System.nanoTime();
      HttpResponse<String> refused = shop.add("rice");
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(480), Duration.ofSeconds(5));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(refused.body()).contains("\"code\":\"not_durable\"", "\"reason\":\"timeout\"");
      assertThat(shop.get("/list").statusCode()).isEqualTo(503);

      Files.delete(hang());
      Await.until("it works again", Running.PATIENCE, () -> isOk(shop));
      assertThat(shop.get("/list").body()).isEqualTo("tea\nrice\n");
    }
  }

  private static boolean isOk(Running shop) {
    try {
      return shop.get("/list").statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aHundredMegabytesPassBothWaysThroughASmallHeap() throws Exception {
    try (Running shop = start("a")) {
      byte[] piece = new byte[1 << 20];
      HttpRequest.BodyPublisher body =
          HttpRequest.BodyPublishers.ofByteArrays(
              () -> Stream.generate(() -> piece).limit(LARGE_BYTES / piece.length).iterator());
      assertThat(shop.post("/swallow", body).body()).isEqualTo(String.valueOf(LARGE_BYTES));
      assertThat(shop.get("/give?" + LARGE_BYTES).body()).hasSize((int) LARGE_BYTES);
    }
  }

  @Test
  void theEndAnswersWhatWasAskedAndShipsTheTail() throws Exception {
    try (Running shop = start("a")) {
      CompletableFuture<HttpResponse<String>> slow = shop.getLater("/slow");
      Await.until("it was asked", Running.PATIENCE, () -> hasBegun(shop));
      long begin = System.nanoTime();
      shop.process().signal(Signal.TERM);
      assertThat(soon(slow).body()).isEqualTo("slow");
      shop.process().awaitLine(Running.PATIENCE, line -> line.contains("everything is replicated"));
      assertThat(shop.process().awaitExit(Running.PATIENCE)).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
    }
    assertThat(restored()).containsExactly("begun", "slow");
  }

  private static boolean hasBegun(Running shop) {
    try {
      return shop.get("/list").body().contains("begun");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theExitCodeOfTheProgramIsPassedOnBehindTheTail() throws Exception {
    try (Running shop = start("a")) {
      CompletableFuture<HttpResponse<String>> last = shop.getLater("/exit?7");
      assertThat(soon(last).statusCode()).isEqualTo(502);
      assertThat(shop.process().awaitExit(Running.PATIENCE)).isEqualTo(7);
    }
  }

  @Test
  void whoeverIsFencedAnswersNothingAndEndsWith3() throws Exception {
    try (Running loser = start("a")) {
      loser.add("tea");
      try (Running winner = start("b")) {
        assertThat(winner.get("/list").body()).isEqualTo("tea\n");
        HttpResponse<String> refused = loser.add("lost");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("\"reason\":\"fenced\"");
        assertThat(loser.process().awaitExit(Running.PATIENCE)).isEqualTo(ExitCode.FENCED);
        assertThat(winner.add("rice").statusCode()).isEqualTo(200);
        assertThat(winner.get("/list").body()).isEqualTo("tea\nrice\n");
      }
    }
  }

  @Test
  void aHealthPathTellsOfTheStart() throws Exception {
    Path go = folder.resolve("go");
    int port = freePort();
    List<String> waits =
        List.of("sh", "-c", "while [ ! -e " + go + " ]; do sleep 0.02; done; exec \"$@\"", "sh");
    try (Running shop =
        Running.startBehind(
                waits,
                folder.resolve("a"),
                replica(),
                "-health",
                "/ready",
                "-proxy",
                "127.0.0.1:" + port + ":0")
            .on(port)) {
      Await.until("it listens", Running.PATIENCE, () -> status(shop, "/ready") == 503);
      assertThat(shop.get("/ready").body()).isEqualTo("starting\n");
      assertThat(shop.get("/list").body()).contains("\"code\":\"starting\"");
      Files.createFile(go);
      shop.awaitServing();
      assertThat(shop.get("/ready").body()).isEqualTo("ok\n");
      assertThat(shop.get("/healthz").body()).isEqualTo("hello");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int status(Running shop, String path) {
    try {
      return shop.get(path).statusCode();
    } catch (IOException notYet) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "-- true|-proxy is missing",
        "-proxy 3000 -- true|must be OUTER:INNER",
        "-proxy 3000:3000 -- true|must name two ports",
        "-proxy 3000:70000 -- true|at most 65535",
        "-proxy 0:0 -gate-timeout 0s -- true|must be above 0",
        "-proxy 0:0 -health ready -- true|must be a path",
        "-proxy 0:0 -max-connections 0 -- true|must be above 0",
        "-proxy 0:0 -take-over ask -- true|must be steal, wait or fail",
        "-proxy 0:0 a.db file:///x myapp|write -- before the command",
        "-proxy 0:0 a.db file:///x|there is no command",
        "-proxy 0:0 a.db file:///x -- /no/such/program|cannot start exec command"
      })
  void whatMakesNoSenseIsSaid(String words, String message) {
    List<String> all = Arrays.asList(("run " + words.replace("/x", folder + "/x")).split(" ", -1));
    TestCli.Result result = TestCli.in(folder).run(all.toArray(String[]::new));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains(message);
  }

  @Test
  void aPortThatIsTakenIsSaidBeforeAnythingIsStarted() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String ports = taken.getLocalPort() + ":0";
      TestCli.Result result =
          TestCli.in(folder).run("run", "-proxy", ports, "a.db", "file:///x", "--", "true");
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains("cannot listen on");
    }
  }
}
