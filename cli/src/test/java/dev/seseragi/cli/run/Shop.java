package dev.seseragi.cli.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;

/** A program that knows nothing of replication: HTTP on $PORT, and a table in SQLite. */
final class Shop {
  private static final int PIECE_BYTES = 64 * 1024;

  private final Connection database;

  private Shop(Connection database) {
    this.database = database;
  }

  /**
   * Serves until it is told to end.
   *
   * @param args the database
   */
  public static void main(String[] args) throws Exception {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA busy_timeout=5000");
      statement.execute("CREATE TABLE IF NOT EXISTS item (name TEXT)");
    }
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", new Shop(connection)::answer);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  server.stop(1);
                  Runtime.getRuntime().halt(0);
                }));
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/add" -> send(exchange, add(query));
        case "/list" -> send(exchange, list());
        case "/events" -> events(exchange, query);
        case "/swallow" -> send(exchange, String.valueOf(count(exchange.getRequestBody())));
        case "/give" -> give(exchange, Long.parseLong(query));
        case "/slow" -> slow(exchange);
        case "/exit" -> Runtime.getRuntime().halt(Integer.parseInt(query));
        default -> send(exchange, "hello");
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private synchronized String add(String name) throws SQLException {
    try (PreparedStatement insert = database.prepareStatement("INSERT INTO item VALUES (?)")) {
      insert.setString(1, name);
      insert.executeUpdate();
    }
    return name;
  }

  private synchronized String list() throws SQLException {
    StringBuilder names = new StringBuilder();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM item")) {
      while (rows.next()) {
        names.append(rows.getString(1)).append('\n');
      }
    }
    return names.toString();
  }

  /** Writes a row, and tells of it, three times. */
  private void events(HttpExchange exchange, String prefix) throws IOException, SQLException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int i = 0; i < 3; i++) {
      String name = add(prefix + i);
      out.write(("data: " + name + "\n\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private static long count(InputStream body) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    long count = 0;
    for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
      count += read;
    }
    return count;
  }

  private static void give(HttpExchange exchange, long bytes) throws IOException {
    exchange.sendResponseHeaders(200, bytes);
    byte[] piece = new byte[PIECE_BYTES];
    for (long left = bytes; left > 0; left -= piece.length) {
      exchange.getResponseBody().write(piece, 0, (int) Math.min(left, piece.length));
    }
  }

  private void slow(HttpExchange exchange) throws IOException, SQLException {
    add("begun");
    try {
      Thread.sleep(700);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    send(exchange, add("slow"));
  }
}
