package dev.seseragi.apps.pos;

import dev.seseragi.apps.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A running application, and a client of it. */
final class Shop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Pos pos;
  private final WebServer server;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private Shop(Pos pos) {
    this.pos = pos;
    this.server = pos.start();
  }

  static Shop in(Path folder, String... more) {
    return in(folder, InstantSource.system(), more);
  }

  /**
   * Starts one.
   *
   * @param more names and values of the environment in turn
   */
  static Shop in(Path folder, InstantSource clock, String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("POS_DB", folder.resolve("pos.db").toString());
    environment.put("POS_ACCESS_LOG", "off");
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return new Shop(Pos.onLoopback(environment, clock));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpClient client() {
    return client;
  }

  Reply get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  Reply send(
      String method,
      String path,
      @org.jspecify.annotations.Nullable String json,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(PATIENCE)
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null) {
      request.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return new Reply(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Reply post(String path, String json, String... headers) {
    return send("POST", path, json, headers);
  }

  /** As a form of a page sends it. */
  Reply form(String path, Map<String, String> fields, String... headers) {
    String body =
        fields.entrySet().stream()
            .map(one ->
                one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String[] all = new String[headers.length + 4];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/x-www-form-urlencoded";
    all[headers.length + 2] = "HX-Request";
    all[headers.length + 3] = "true";
    return send("POST", path, body, all);
  }

  /** Registers a product; returns its id. */
  long product(String name, long price, long stock) {
    Reply reply =
        post(
            "/api/products",
            "{\"product_name\":\"%s\",\"price\":%d,\"stock\":%d}".formatted(name, price, stock));
    if (reply.status() != 201) {
      throw new IllegalStateException("cannot register " + name + ": " + reply);
    }
    return reply.number("product_id");
  }

  long stockOf(long product) {
    return get("/api/products/" + product).number("stock");
  }

  /** Orders at table 1 with a new key. */
  Reply order(String items) {
    return order(UUID.randomUUID().toString(), "{\"table_number\":1,\"items\":[" + items + "]}");
  }

  Reply order(String key, String body) {
    return post("/api/orders", body, "Idempotency-Key", key);
  }

  static String item(long product, long quantity) {
    return "{\"product_id\":%d,\"quantity\":%d}".formatted(product, quantity);
  }

  Reply move(long order, String from, String to) {
    return post(
        "/api/orders/" + order + "/status", "{\"from\":\"%s\",\"to\":\"%s\"}".formatted(from, to));
  }

  @Override
  public void close() {
    client.shutdownNow();
    pos.close();
  }
}
