package dev.seseragi.apps.pos;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A running application, and a client of it. */
final class Shop implements AutoCloseable {
  private final Pos pos;
  private final HttpProbe probe;

  private Shop(Pos pos) {
    this.pos = pos;
    this.probe = new HttpProbe(pos.start().port());
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

  HttpProbe probe() {
    return probe;
  }

  Answer get(String path, String... headers) {
    return probe.get(path, headers);
  }

  Answer delete(String path) {
    return probe.ask("DELETE", path);
  }

  Answer patch(String path, String json) {
    return probe.json("PATCH", path, json);
  }

  Answer post(String path, String json, String... headers) {
    return probe.json("POST", path, json, headers);
  }

  /** As a form of a page sends it. */
  Answer form(String path, Map<String, String> fields, String... headers) {
    String body =
        fields.entrySet().stream()
            .map(one ->
                one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded", "HX-Request", "true"));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return probe.ask("POST", path, bytes, all.toArray(String[]::new));
  }

  /** Registers a product; returns its id. */
  long product(String name, long price, long stock) {
    Answer reply =
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
  Answer order(String items) {
    return order(UUID.randomUUID().toString(), "{\"table_number\":1,\"items\":[" + items + "]}");
  }

  Answer order(String key, String body) {
    return post("/api/orders", body, "Idempotency-Key", key);
  }

  static String item(long product, long quantity) {
    return "{\"product_id\":%d,\"quantity\":%d}".formatted(product, quantity);
  }

  Answer move(long order, String from, String to) {
    return post(
        "/api/orders/" + order + "/status", "{\"from\":\"%s\",\"to\":\"%s\"}".formatted(from, to));
  }

  @Override
  public void close() {
    pos.close();
    probe.close();
  }
}
