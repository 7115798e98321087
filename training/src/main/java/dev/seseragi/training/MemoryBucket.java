package dev.seseragi.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of S3 on the loopback as a replication and a restore of some kilobytes need. No
 * signatures, no conditions, no pages: a client learns to walk here, it is not tested. Safe for use
 * by many threads.
 */
public final class MemoryBucket implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

  private final HttpServer server;
  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  private MemoryBucket(HttpServer server) {
    this.server = server;
  }

  /** Starts one, empty, on a free port. */
  public static MemoryBucket start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    MemoryBucket bucket = new MemoryBucket(server);
    server.createContext("/", bucket::serve);
    server.start();
    return bucket;
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] content = objects.get(path);
      if (exchange.getRequestMethod().equals("PUT")) {
        byte[] body = exchange.getRequestBody().readAllBytes();
        objects.put(path, body);
        exchange.getResponseHeaders().set("ETag", md5(body));
        exchange.sendResponseHeaders(200, -1);
      } else if (String.valueOf(exchange.getRequestURI().getQuery()).contains("list-type")) {
        answer(exchange, 200, listing(path).getBytes(StandardCharsets.UTF_8));
      } else if (content != null) {
        answer(exchange, range(exchange, content));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static byte[] range(HttpExchange exchange, byte[] content) {
    Matcher range = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
    if (!range.matches()) {
      return content;
    }
    int first = Integer.parseInt(range.group(1));
    int last = (int) Math.min(Long.parseLong(range.group(2)), content.length - 1L);
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(first, last, content.length));
    return Arrays.copyOfRange(content, first, last + 1);
  }

  private static void answer(HttpExchange exchange, byte[] content) throws IOException {
    boolean isPart = exchange.getResponseHeaders().containsKey("Content-Range");
    answer(exchange, isPart ? 206 : 200, content);
  }

  private static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
    exchange.getResponseHeaders().set("Last-Modified", "Sat, 21 Nov 2026 12:00:00 GMT");
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  private String listing(String bucketPath) {
    String bucket = bucketPath.endsWith("/") ? bucketPath : bucketPath + "/";
    StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    objects.forEach((path, content) ->
        xml.append(
            String.format(
                Locale.ROOT,
                "<Contents><Key>%s</Key><LastModified>2026-11-21T12:00:00.000Z</LastModified>"
                    + "<Size>%d</Size></Contents>",
                path.substring(bucket.length()),
                content.length)));
    return xml.append("</ListBucketResult>").toString();
  }

  private static String md5(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(body);
      return "\"%032x\"".formatted(new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no MD5", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
