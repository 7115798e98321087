package dev.seseragi.store.gcs;

import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * fake-gcs-server, the server that others test against, as a process. It is installed by Go, which
 * takes minutes, once, into the build's folder.
 */
final class GenuineFake implements AutoCloseable {
  private static final String VERSION = "v1.56.1";
  private static final Duration LONGEST_INSTALLATION = Duration.ofMinutes(10);
  private static final Duration LONGEST_START = Duration.ofSeconds(20);

  private final Process process;
  private final URI endpoint;

  private GenuineFake(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Installs it if need be; empty where there is no Go, or no network. */
  static Optional<Path> install() throws IOException, InterruptedException {
    Path home = Fixtures.repositoryRoot().resolve("target").resolve("fake-gcs-server");
    Path programs = home.resolve(VERSION);
    Path program = programs.resolve("fake-gcs-server");
    if (Files.isExecutable(program)) {
      return Optional.of(program);
    }
    Files.createDirectories(programs);
    ProcessBuilder go =
        new ProcessBuilder("go", "install", "github.com/fsouza/fake-gcs-server@" + VERSION);
    // Its own folders: the user's Go installation stays as it is.
    go.environment()
        .putAll(
            Map.of(
                "CGO_ENABLED", "0",
                "GOPATH", home.resolve("go").toString(),
                "GOCACHE", home.resolve("go-build").toString(),
                "GOBIN", programs.toString(),
                "GOFLAGS", "-modcacherw -trimpath -p=1"));
    go.redirectErrorStream(true).redirectOutput(home.resolve("install.log").toFile());
    try {
      Process installation = go.start();
      if (!installation.waitFor(LONGEST_INSTALLATION.toSeconds(), TimeUnit.SECONDS)) {
        installation.destroyForcibly();
      }
    } catch (IOException noGo) {
      return Optional.empty();
    }
    return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
  }

  /** Starts it with an empty bucket. */
  static GenuineFake start(Path program, String bucket) throws IOException, InterruptedException {
    int port = freePort();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    List<String> command =
        List.of(
            program.toString(),
            "-backend=memory",
            "-scheme=http",
            "-host=127.0.0.1",
            "-port=" + port,
            "-external-url=" + endpoint,
            "-log-level=error");
    GenuineFake fake =
        new GenuineFake(
            new ProcessBuilder(command).redirectErrorStream(true).inheritIO().start(), endpoint);
    Await.until("fake-gcs-server listens", LONGEST_START, () -> listens(port));
    fake.createBucket(bucket);
    return fake;
  }

  /** It cannot say which port it chose, so one is chosen for it. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private void createBucket(String bucket) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(endpoint.resolve("/storage/v1/b?project=test"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + bucket + "\"}"))
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("no bucket was made: " + response.body());
      }
    }
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
