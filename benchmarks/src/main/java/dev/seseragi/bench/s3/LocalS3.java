package dev.seseragi.bench.s3;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An S3 server for programs that are measured, in a process of its own: neither its CPU nor its
 * memory is theirs. One bucket, any number of prefixes. Used by one thread.
 */
public final class LocalS3 implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  /** How long nothing has to be stored before a replicator counts as done. */
  private static final Duration QUIET = Duration.ofMillis(1_500);

  private static final Duration QUIET_FROM_THE_START = Duration.ofSeconds(6);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Running server;
  private final Path folder;
  private final URI endpoint;
  private final URI control;
  private final HttpClient client;

  private LocalS3(Running server, Path folder, String ports) {
    String[] port = ports.split(" ", -1);
    this.server = server;
    this.folder = folder;
    this.endpoint = URI.create("http://127.0.0.1:" + port[0]);
    this.control = URI.create("http://127.0.0.1:" + port[1]);
    this.client = HttpClient.newHttpClient();
  }

  /** Starts one with an empty bucket, without delay. */
  public static LocalS3 start(Lab lab) throws IOException, InterruptedException {
    Path folder = lab.folder("s3");
    Running server = Jvm.program(S3ServerMain.class, Jvm.SERVER, lab.logs()).start(folder);
    try {
      Await.until(
          () -> "the S3 server serves; it says: " + server.output(),
          DEADLINE,
          () -> isServing(server));
      String output = server.output();
      int at = output.indexOf(S3ServerMain.READY) + S3ServerMain.READY.length();
      return new LocalS3(server, folder, output.substring(at).lines().findFirst().orElseThrow());
    } catch (RuntimeException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  private static boolean isServing(Running server) {
    if (!server.isAlive()) {
      throw new IllegalStateException("the S3 server has ended: " + server.output());
    }
    String output = server.output();
    int at = output.indexOf(S3ServerMain.READY);
    return at >= 0 && output.indexOf('\n', at) > 0;
  }

  /** The URL of a replica, for a command line that is compatible with Litestream's. */
  public String url(String prefix) {
    return "s3://%s/%s?endpoint=%s&region=us-east-1&forcePathStyle=true"
        .formatted(S3TestServer.BUCKET, prefix, endpoint);
  }

  /** What a client needs in its environment, and nothing that leads it elsewhere. */
  public Map<String, String> environment() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
    environment.put("AWS_ACCESS_KEY_ID", S3TestServer.ACCESS_KEY_ID);
    environment.put("AWS_SECRET_ACCESS_KEY", S3TestServer.SECRET_ACCESS_KEY);
    return environment;
  }

  /** A program that may use this server. */
  public Program client(Program program) {
    return program.with(environment());
  }

  /** How much later each request is answered from now on. */
  public void delay(Duration perRequest) throws IOException, InterruptedException {
    order(S3ServerMain.DELAY + perRequest.toMillis());
  }

  /** From now on, and for good, writes are not answered. */
  public void hang() throws IOException, InterruptedException {
    order(S3ServerMain.HANG);
  }

  /** All requests up to now. */
  public RequestTally tally() throws IOException, InterruptedException {
    return RequestTally.parse(order(S3ServerMain.TALLY));
  }

  /** The objects that were stored up to now, in the order in which they were acknowledged. */
  public List<StoredObject> stored() throws IOException, InterruptedException {
    return order(S3ServerMain.STORED).lines().map(StoredObject::parse).toList();
  }

  private String order(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(control.resolve(path)).timeout(DEADLINE).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  /**
   * Waits until a replicator has stored something since {@code before}, or some seconds have shown
   * that it does not, and then stores nothing more for a while. Listings may go on: some list for
   * ever.
   *
   * @return everything since {@code before}
   */
  public RequestTally awaitQuiet(Running replicator, RequestTally before)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    RequestTally last = tally();
    long since = System.nanoTime();
    while (System.nanoTime() - since < quiet(last.since(before)).toNanos()) {
      if (!replicator.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the replicator has %s: %s"
                .formatted(
                    replicator.isAlive() ? "not come to rest" : "ended", replicator.output()));
      }
      Thread.sleep(PAUSE);
      RequestTally now = tally();
      if (!now.since(last).isReadOnly()) {
        since = System.nanoTime();
      }
      last = now;
    }
    return last.since(before);
  }

  /** Waits until an object of that kind is acknowledged, and returns the first. */
  public StoredObject awaitStored(Running replicator, Predicate<StoredObject> which)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (replicator.isAlive() && System.nanoTime() < deadline) {
      Optional<StoredObject> found = stored().stream().filter(which).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(PAUSE);
    }
    throw new IllegalStateException("nothing came to S3: " + replicator.output());
  }

  private static Duration quiet(RequestTally seen) {
    return seen.isReadOnly() ? QUIET_FROM_THE_START : QUIET;
  }

  @Override
  public void close() throws IOException {
    server.close();
    client.close();
    Lab.delete(folder);
  }
}
