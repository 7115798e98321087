package dev.seseragi.bench.apps;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** What the users API is asked for. */
enum Kind {
  ONE("GET /users/1", 24_600),
  LIST("GET /users, 2 users", 25_400),
  POST("POST /users", 10_800);

  private final String words;
  private final double goal;

  /**
   * A kind.
   *
   * @param goal answers a second at 16 connections: twice what Hono with better-sqlite3 gives on
   *     such a machine
   */
  Kind(String words, double goal) {
    this.words = words;
    this.goal = goal;
  }

  String words() {
    return words;
  }

  double goal() {
    return goal;
  }

  /** The bytes of the n-th request. */
  IntFunction<byte[]> requests() {
    return switch (this) {
      case ONE -> one(1);
      case LIST -> {
        byte[] bytes = get("/users");
        yield n -> bytes;
      }
      case POST -> Kind::post;
    };
  }

  /** Of one of so many users, another one each time. */
  static IntFunction<byte[]> one(int users) {
    byte[][] all = new byte[users][];
    for (int i = 0; i < users; i++) {
      all[i] = get("/users/" + (i + 1));
    }
    // A prime step leads through all of them, far from one to the next.
    return n -> all[(int) (n * 7_919L % users)];
  }

  private static byte[] get(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: l\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] post(int n) {
    String body = "{\"first_name\":\"Ichiro%d\",\"last_name\":\"Tanaka\"}".formatted(n);
    String head =
        "POST /users HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\nContent-Length: ";
    return (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
  }
}
