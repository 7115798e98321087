package dev.seseragi.apps.pos.seed;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.pos.field.Times;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Fills an empty database. */
public final class DemoData {
  private static final List<Item> ITEMS =
      List.of(
          new Item("焼きそば", 400, 100, "yakisoba"),
          new Item("たこ焼き", 450, 80, "takoyaki"),
          new Item("フランクフルト", 250, 60, "frankfurt"),
          new Item("かき氷", 200, 120, "kakigori"),
          new Item("ラムネ", 150, 8, "ramune"),
          new Item("チュロス", 300, 0, "churros"));

  private static final List<String> MEMOS =
      List.of("マヨネーズ抜き", "紅しょうが多め", "青のりなし", "お箸を2膳", "アレルギー：卵");
  private static final List<String> OPEN = List.of("accept", "cooking", "serve");

  /** Orders of one transaction: what rides to the store at once. */
  private static final int CHUNK = 1_000;

  private static final Duration SPREAD = Duration.ofDays(2);

  /** What an order goes through, and how long after it was taken. */
  private static final List<Step> LIFE =
      List.of(
          new Step("accept", Duration.ZERO),
          new Step("cooking", Duration.ofMinutes(1)),
          new Step("serve", Duration.ofMinutes(4)),
          new Step("finish", Duration.ofMinutes(5)));

  private static final Step CANCELLED = new Step("cancel", Duration.ofMinutes(1));
  private static final int MAX_LINES = 4;
  private static final int MAX_QUANTITY = 3;
  private static final int TABLES = 40;
  private static final int CANCELLED_OF = 20;
  private static final int MEMO_OF = 10;

  /** The newest of the past orders are still open. */
  private static final int OPEN_ORDERS = 12;

  private final Database database;
  private final InstantSource clock;

  private record Step(String status, Duration after) {}

  private record Item(String name, long price, long stock, String image) {}

  /** Demo data for a database that is open. */
  public DemoData(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Adds products and past orders, unless there is a product already.
   *
   * @return what was done, in words
   */
  public String seed(int orders) {
    if (!database.write(this::addProducts)) {
      return "no demo data was added: there are products already";
    }
    Instant now = clock.instant();
    SplittableRandom random = new SplittableRandom(1);
    for (int first = 0; first < orders; first += CHUNK) {
      int from = first;
      int to = Math.min(orders, first + CHUNK);
      database.write(connection -> {
        addOrders(connection, random, now, new Range(from, to, orders));
        return to;
      });
    }
    return "demo data: %d products, %d orders".formatted(ITEMS.size(), orders);
  }

  private record Range(int from, int to, int all) {}

  private boolean addProducts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1 FROM products LIMIT 1")) {
      if (rows.next()) {
        return false;
      }
    }
    String now = Times.kept(clock.instant());
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO products(product_name, price, stock, image, created_at, updated_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      for (Item item : ITEMS) {
        insert.setString(1, item.name());
        insert.setLong(2, item.price());
        insert.setLong(3, item.stock());
        insert.setString(4, "/images/" + item.image() + ".svg");
        insert.setString(5, now);
        insert.setString(6, now);
        insert.executeUpdate();
      }
    }
    return true;
  }

  private static void addOrders(
      Connection connection, SplittableRandom random, Instant now, Range range)
      throws SQLException {
    try (PreparedStatement order =
            connection.prepareStatement(
                "INSERT INTO orders(table_number, status, memo, total, idempotency_key,"
                    + " request_hash, created_at, updated_at, cancelled_at, cancel_reason,"
                    + " restocked) VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)"
                    + " RETURNING order_id");
        PreparedStatement line =
            connection.prepareStatement(
                "INSERT INTO order_details(order_id, product_id, product_name, unit_price,"
                    + " quantity) VALUES (?, ?, ?, ?, ?)");
        PreparedStatement event =
            connection.prepareStatement(
                "INSERT INTO order_events(order_id, from_status, to_status, at)"
                    + " VALUES (?, ?, ?, ?)")) {
      Inserts inserts = new Inserts(order, line, event);
      for (int i = range.from(); i < range.to(); i++) {
        Duration ago = SPREAD.multipliedBy(range.all() - i).dividedBy(range.all() + 1L);
        boolean isOpen = i >= range.all() - OPEN_ORDERS;
        // Those that are open were ordered in the last minutes.
        Instant at = isOpen ? now.minusSeconds(75L * (range.all() - i)) : now.minus(ago);
        String status = isOpen ? OPEN.get((range.all() - 1 - i) / 4) : past(random);
        addOrder(inserts, random, new Made(i, status, at));
      }
    }
  }

  private record Inserts(
      PreparedStatement order, PreparedStatement line, PreparedStatement event) {}

  /** An order that is made up: its number, where it has come to, and when it was taken. */
  private record Made(int number, String status, Instant at) {
    List<Step> steps() {
      if (status.equals(CANCELLED.status())) {
        return List.of(LIFE.getFirst(), CANCELLED);
      }
      List<String> words = LIFE.stream().map(Step::status).toList();
      return LIFE.subList(0, words.indexOf(status) + 1);
    }

    String lastChange() {
      return Times.kept(at.plus(steps().getLast().after()));
    }
  }

  private static String past(SplittableRandom random) {
    return random.nextInt(CANCELLED_OF) == 0 ? "cancel" : "finish";
  }

  private static void addOrder(Inserts inserts, SplittableRandom random, Made made)
      throws SQLException {
    Map<Integer, Integer> quantities = new LinkedHashMap<>();
    int lines = random.nextInt(1, MAX_LINES + 1);
    for (int i = 0; i < lines; i++) {
      quantities.put(random.nextInt(ITEMS.size()), random.nextInt(1, MAX_QUANTITY + 1));
    }
    long id = addHead(inserts.order(), random, made, quantities);
    for (Map.Entry<Integer, Integer> one : quantities.entrySet()) {
      Item item = ITEMS.get(one.getKey());
      PreparedStatement line = inserts.line();
      line.setLong(1, id);
      line.setLong(2, one.getKey() + 1L);
      line.setString(3, item.name());
      line.setLong(4, item.price());
      line.setInt(5, one.getValue());
      line.executeUpdate();
    }
    addEvents(inserts.event(), id, made);
  }

  private static long addHead(
      PreparedStatement order, SplittableRandom random, Made made, Map<Integer, Integer> quantities)
      throws SQLException {
    long total = 0;
    for (Map.Entry<Integer, Integer> one : quantities.entrySet()) {
      total += ITEMS.get(one.getKey()).price() * one.getValue();
    }
    boolean isCancelled = made.status().equals(CANCELLED.status());
    boolean hasMemo = random.nextInt(MEMO_OF) == 0;
    order.setInt(1, random.nextInt(1, TABLES + 1));
    order.setString(2, made.status());
    order.setString(3, hasMemo ? MEMOS.get(random.nextInt(MEMOS.size())) : "");
    order.setLong(4, total);
    order.setString(5, "demo-" + made.number());
    order.setString(6, Times.kept(made.at()));
    order.setString(7, made.lastChange());
    order.setString(8, isCancelled ? made.lastChange() : null);
    order.setString(9, isCancelled ? "" : null);
    order.setObject(10, isCancelled ? 1 : null);
    try (ResultSet rows = order.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void addEvents(PreparedStatement event, long id, Made made) throws SQLException {
    @Nullable String from = null;
    for (Step step : made.steps()) {
      event.setLong(1, id);
      event.setString(2, from);
      event.setString(3, step.status());
      event.setString(4, Times.kept(made.at().plus(step.after())));
      event.executeUpdate();
      from = step.status();
    }
  }
}
