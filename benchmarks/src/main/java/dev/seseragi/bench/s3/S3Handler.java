package dev.seseragi.bench.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers the requests of one bucket. Safe for use by many threads. */
final class S3Handler implements HttpHandler {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
  private static final String METADATA = "x-amz-meta-";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String bucket;
  private final ConcurrentSkipListMap<String, S3Object> objects;
  private final Duration delay;
  private final AtomicLong requests = new AtomicLong();
  private final CountDownLatch never = new CountDownLatch(1);
  private final Map<String, TreeMap<Integer, byte[]>> uploads = new ConcurrentSkipListMap<>();
  private volatile boolean isHanging;

  S3Handler(String bucket, ConcurrentSkipListMap<String, S3Object> objects, Duration delay) {
    this.bucket = bucket;
    this.objects = objects;
    this.delay = delay;
  }

  long requests() {
    return requests.get();
  }

  void hang() {
    isHanging = true;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      pass(exchange.getRequestMethod());
      answer(exchange);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(String method) throws InterruptedException {
    Thread.sleep(delay);
    if (isHanging && !method.equals("GET") && !method.equals("HEAD")) {
      never.await();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String path = exchange.getRequestURI().getPath();
    String key = path.substring(Math.min(path.length(), bucket.length() + 2));
    switch (exchange.getRequestMethod()) {
      case "GET", "HEAD" -> {
        if (key.isEmpty()) {
          send(exchange, 200, query.containsKey("location") ? location() : list(query));
        } else {
          get(exchange, key);
        }
      }
      case "PUT" -> put(exchange, key, query);
      case "POST" -> post(exchange, key, query);
      case "DELETE" -> {
        objects.remove(key);
        send(exchange, 204, "");
      }
      default -> send(exchange, 405, "");
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      query.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return query;
  }

  private static String location() {
    return "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>";
  }

  private String list(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    StringBuilder contents = new StringBuilder();
    int count = 0;
    for (Map.Entry<String, S3Object> entry : objects.tailMap(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      count++;
      contents.append(
          "<Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>\"0\"</ETag><Size>%d</Size></Contents>"
              .formatted(
                  entry.getKey(), entry.getValue().modified(), entry.getValue().bytes().length));
    }
    return "<ListBucketResult><Name>%s</Name><Prefix>%s</Prefix><KeyCount>%d</KeyCount><MaxKeys>100000</MaxKeys><IsTruncated>false</IsTruncated>%s</ListBucketResult>"
        .formatted(bucket, prefix, count, contents);
  }

  private void get(HttpExchange exchange, String key) throws IOException {
    S3Object object = objects.get(key);
    if (object == null) {
      send(exchange, 404, "<Error><Code>NoSuchKey</Code><Key>" + key + "</Key></Error>");
      return;
    }
    object.metadata().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("ETag", "\"0\"");
    exchange.getResponseHeaders().set("Last-Modified", HTTP_DATE.format(object.modified()));
    int size = object.bytes().length;
    int from = 0;
    int end = size;
    String range = exchange.getRequestHeaders().getFirst("Range");
    Matcher matcher = RANGE.matcher(range == null ? "" : range);
    boolean isPart = matcher.matches();
    if (isPart) {
      from = Math.min(size, Integer.parseInt(matcher.group(1)));
      end = matcher.group(2).isEmpty() ? size : Math.min(size, 1 + last(matcher));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, end - 1, size));
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(size));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(isPart ? 206 : 200, end == from ? -1 : end - from);
    exchange.getResponseBody().write(object.bytes(), from, end - from);
  }

  private static int last(Matcher range) {
    return Integer.parseInt(range.group(2));
  }

  private void put(HttpExchange exchange, String key, Map<String, String> query)
      throws IOException {
    byte[] bytes = body(exchange);
    String upload = query.get("uploadId");
    if (upload == null) {
      store(exchange, key, bytes);
    } else {
      int part = Integer.parseInt(query.getOrDefault("partNumber", "1"));
      uploads.computeIfAbsent(upload, id -> new TreeMap<>()).put(part, bytes);
    }
    exchange.getResponseHeaders().set("ETag", "\"0\"");
    send(exchange, 200, "");
  }

  private void store(HttpExchange exchange, String key, byte[] bytes) {
    Map<String, String> metadata = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (name.toLowerCase(Locale.ROOT).startsWith(METADATA)) {
            metadata.put(name, values.getFirst());
          }
        });
    objects.put(key, new S3Object(bytes, Instant.now(), metadata));
  }

  private void post(HttpExchange exchange, String key, Map<String, String> query)
      throws IOException {
    String upload = query.get("uploadId");
    if (query.containsKey("uploads")) {
      String id = String.valueOf(requests.get());
      send(
          exchange,
          200,
          "<InitiateMultipartUploadResult><Bucket>%s</Bucket><Key>%s</Key><UploadId>%s</UploadId></InitiateMultipartUploadResult>"
              .formatted(bucket, key, id));
    } else if (upload != null) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] part : uploads.getOrDefault(upload, new TreeMap<>()).values()) {
        all.write(part);
      }
      store(exchange, key, all.toByteArray());
      send(
          exchange,
          200,
          "<CompleteMultipartUploadResult><Key>%s</Key><ETag>\"0\"</ETag></CompleteMultipartUploadResult>"
              .formatted(key));
    } else {
      delete(exchange);
    }
  }

  private void delete(HttpExchange exchange) throws IOException {
    Matcher keys = KEY.matcher(new String(body(exchange), StandardCharsets.UTF_8));
    StringBuilder deleted = new StringBuilder();
    while (keys.find()) {
      objects.remove(keys.group(1));
      deleted.append("<Deleted><Key>").append(keys.group(1)).append("</Key></Deleted>");
    }
    send(exchange, 200, "<DeleteResult>" + deleted + "</DeleteResult>");
  }

  /** The request's content; SDKs may send it in signed chunks, each with a line before it. */
  private static byte[] body(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    if (encoding == null || !encoding.contains("aws-chunked")) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int size = chunk(in); size > 0; size = chunk(in)) {
      content.write(in.readNBytes(size));
      in.skipNBytes(2);
    }
    in.readAllBytes();
    return content.toByteArray();
  }

  private static int chunk(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return Integer.parseInt(line.toString().strip().split(";", 2)[0], 16);
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    if (bytes.length == 0) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
