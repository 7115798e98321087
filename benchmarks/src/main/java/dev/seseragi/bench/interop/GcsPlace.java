package dev.seseragi.bench.interop;

import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** fake-gcs-server, which others test their clients of Google Cloud Storage against. */
final class GcsPlace implements Place {
  private static final String BUCKET = "interop";
  private static final Duration LONGEST_START = Duration.ofSeconds(30);

  private final Running server;
  private final URI endpoint;

  private GcsPlace(Running server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Starts the server, which keeps its objects in memory.
   *
   * @param program the executable
   */
  static GcsPlace start(Program program) throws IOException, InterruptedException {
    int port = freePort();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    Running server =
        program.start(
            "-backend=memory",
            "-scheme=http",
            "-host=127.0.0.1",
            "-port=" + port,
            "-external-url=" + endpoint,
            // Genuine Litestream reads by the XML API, whose host this is.
            "-public-host=" + endpoint.getAuthority(),
            "-log-level=error");
    GcsPlace place = new GcsPlace(server, endpoint);
    try {
      Await.until(
          () -> "fake-gcs-server listens; it says: " + server.output(),
          LONGEST_START,
          () -> listens(port));
      place.createBucket();
      return place;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
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

  private void createBucket() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(endpoint.resolve("/storage/v1/b?project=test"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + BUCKET + "\"}"))
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("no bucket was made: " + response.body());
      }
    }
  }

  @Override
  public String name() {
    return "on Google Cloud Storage";
  }

  @Override
  public String url(String replica) {
    return "gs://" + BUCKET + "/" + replica;
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("STORAGE_EMULATOR_HOST", endpoint.toString());
  }

  @Override
  public void close() {
    server.close();
  }
}
