package dev.seseragi.cli.run;

import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code seseragi run} with the shop behind it, on a machine of its own. */
final class Running implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChildProcess process;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Optional<ProcessHandle> shop = Optional.empty();
  private int port;

  private Running(ChildProcess process) {
    this.process = process;
  }

  /** Starts it. The replica is a slow directory. */
  static Running start(Path machine, Path replica, String... flags) throws IOException {
    return startBehind(List.of(), machine, replica, flags);
  }

  /** The same with words before those of the shop. */
  static Running startBehind(List<String> before, Path machine, Path replica, String... flags)
      throws IOException {
    return new Running(
        ChildJvm.running(RunProcess.class, words(before, machine, replica, flags).toArray())
            .withJvmOptions("-Xmx64m")
            .start());
  }

  private static List<Object> words(
      List<String> before, Path machine, Path replica, String... flags) throws IOException {
    Path database = Files.createDirectories(machine).resolve("shop.db");
    List<Object> words = new ArrayList<>(List.of("run", "-proxy", "127.0.0.1:0:0"));
    words.addAll(List.of(flags));
    words.addAll(List.of(database, "oss://" + replica, "--"));
    words.addAll(before);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java"));
    words.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Shop.class.getName()));
    words.add(database);
    return words;
  }

  /** Waits until it serves. */
  Running awaitServing() throws InterruptedException {
    String line = process.awaitLine(PATIENCE, text -> text.contains("started the command"));
    shop = ProcessHandle.of(Long.parseLong(line.replaceFirst(".*pid=(\\d+).*", "$1")));
    String serving = process.awaitLine(PATIENCE, text -> text.contains("msg=serving "));
    port = Integer.parseInt(serving.replaceFirst(".*addr=\\S*:(\\d+) command.*", "$1"));
    return this;
  }

  /** For those that listen before they serve. */
  Running on(int itsPort) {
    port = itsPort;
    return this;
  }

  ChildProcess process() {
    return process;
  }

  /** Ends the program at once. */
  void killShop() {
    shop.ifPresent(ProcessHandle::destroyForcibly);
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
        .timeout(PATIENCE);
  }

  HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return http.send(request(target).build(), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> getLater(String target) {
    return http.sendAsync(request(target).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String target, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    return http.send(request(target).POST(body).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> add(String name) throws IOException, InterruptedException {
    return post("/add?" + name, HttpRequest.BodyPublishers.noBody());
  }

  CompletableFuture<HttpResponse<String>> addLater(String name) {
    return http.sendAsync(
        request("/add?" + name).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.close();
    killShop();
    http.shutdownNow();
  }
}
