package dev.seseragi.bench.s3;

import com.sun.net.httpserver.HttpServer;
import dev.seseragi.bench.ReplicaFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that speaks as much S3 as a replicator needs: list, get, head, put, delete and multipart
 * uploads of one bucket, in memory, on a free port of the loopback interface. Signatures are not
 * looked at.
 */
public final class TinyS3 implements AutoCloseable {
  private static final String BUCKET = "bench";
  private static final String PREFIX = "replica";

  private final HttpServer server;
  private final ExecutorService threads;
  private final S3Handler handler;
  private final ConcurrentSkipListMap<String, S3Object> objects;

  private TinyS3(
      HttpServer server,
      ExecutorService threads,
      S3Handler handler,
      ConcurrentSkipListMap<String, S3Object> objects) {
    this.server = server;
    this.threads = threads;
    this.handler = handler;
    this.objects = objects;
  }

  /**
   * Starts an empty bucket.
   *
   * @param delay how much later each request is answered
   */
  public static TinyS3 start(Duration delay) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    ConcurrentSkipListMap<String, S3Object> objects = new ConcurrentSkipListMap<>();
    S3Handler handler = new S3Handler(BUCKET, objects, delay);
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return new TinyS3(server, threads, handler, objects);
  }

  /** Puts a replica from a folder into the bucket, in the layout that S3 has. */
  public void load(Path replica) throws IOException {
    for (String name : new ReplicaFolder(replica).segments().keySet()) {
      String[] parts = name.split("/", -1);
      int level = Integer.parseInt(parts[parts.length - 2]);
      String key = "%s/%04x/%s".formatted(PREFIX, level, parts[parts.length - 1]);
      Path file = replica.resolve(name);
      objects.put(
          key,
          new S3Object(
              Files.readAllBytes(file), Files.getLastModifiedTime(file).toInstant(), Map.of()));
    }
  }

  /** The replica's URL for a Litestream-compatible command line. */
  public String url() {
    return url(PREFIX);
  }

  /** The URL of another prefix. */
  public String url(String prefix) {
    return "s3://%s/%s?endpoint=http://127.0.0.1:%d&region=us-east-1&forcePathStyle=true"
        .formatted(BUCKET, prefix, server.getAddress().getPort());
  }

  /** What a client of this server needs in its environment. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", "bench",
        "AWS_SECRET_ACCESS_KEY", "bench",
        "AWS_EC2_METADATA_DISABLED", "true",
        "AWS_CONFIG_FILE", "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
  }

  /** How many requests came so far. */
  public long requests() {
    return handler.requests();
  }

  /** How many objects there are. */
  public int objects() {
    return objects.size();
  }

  /** From now on writes get no answer. */
  public void hang() {
    handler.hang();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
