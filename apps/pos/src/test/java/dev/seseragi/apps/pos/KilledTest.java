package dev.seseragi.apps.pos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends the application with SIGKILL while devices order, cook and cancel, forgets its disk, and
 * starts it elsewhere from an S3 server: every answered order is there, none twice, and stock and
 * money are right. Some lives end while they begin.
 *
 * <p>{@code -Dseseragi.apps.rounds=N} and {@code -Dseseragi.apps.seed=N} for longer runs.
 */
final class KilledTest {
  private static final int ROUNDS = Integer.getInteger("seseragi.apps.rounds", 20);
  private static final long SEED = Long.getLong("seseragi.apps.seed", System.nanoTime());
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int DEVICES = 6;

  /** One life of so many is ended before it is known to have begun … */
  private static final int UNBORN_OF = 4;

  /** … at most so long after its start. */
  private static final int LONGEST_BEGINNING_MILLIS = 1_500;

  /** After each round so many older orders are looked at besides the last ones; at the end all. */
  private static final int OLDER = 20;

  private static final int PRODUCTS = 3;
  private static final long STOCK = 100_000;

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** Each key that was answered with success, and the order's id. */
  private final Map<String, Long> answered = new ConcurrentHashMap<>();

  /** Those since the last look. */
  private final Queue<String> lately = new ConcurrentLinkedQueue<>();

  /** What was sent with each key. */
  private final Map<String, String> sent = new ConcurrentHashMap<>();

  private final AtomicInteger keys = new AtomicInteger();

  @TempDir Path folder;

  private record Running(ChildProcess process, HttpProbe probe) implements AutoCloseable {
    @Override
    public void close() {
      probe.close();
      process.close();
    }
  }

  @Test
  void noAnsweredOrderIsLostAndNoneIsThereTwice() throws Exception {
    System.out.println("killed test: " + ROUNDS + " rounds, seed " + SEED);
    try (S3TestServer store = S3TestServer.inMemory()) {
      QuickStart quick =
          QuickStart.trained(folder.resolve("cache"), environment(store, "training", "rehearsal"));
      for (int round = 0; round < ROUNDS; round++) {
        if (round > 0 && random.nextInt(UNBORN_OF) == 0) {
          endBeforeItBegan(quick.start(environment(store, "pos", "unborn-" + round)));
        }
        try (Running running = start(quick, store, round)) {
          if (round == 0) {
            registerProducts(running.probe());
          } else {
            checkAnswered(running.probe(), someAnswered());
          }
          loadAndKill(running);
        }
      }
      try (Running last = start(quick, store, ROUNDS)) {
        checkAnswered(last.probe(), List.copyOf(answered.keySet()));
        repeatWhatWasNotAnswered(last.probe());
        last.process().kill();
      }
      checkInvariants(folder.resolve("round-" + ROUNDS).resolve("pos.db"));
    }
    System.out.println("killed test: " + answered.size() + " orders answered, none lost");
  }

  /** On a machine that has nothing but the replica's URL. */
  private Map<String, String> environment(S3TestServer store, String prefix, String machine)
      throws IOException {
    Path disk = Files.createDirectories(folder.resolve(machine));
    Map<String, String> environment = new HashMap<>(store.environment());
    environment.put("POS_DB", disk.resolve("pos.db").toString());
    environment.put("POS_ACCESS_LOG", "off");
    environment.put("SESERAGI_REPLICA_URL", store.replicaUrl(prefix));
    return environment;
  }

  private Running start(QuickStart quick, S3TestServer store, int round)
      throws InterruptedException, IOException {
    ChildProcess process = quick.start(environment(store, "pos", "round-" + round));
    String line = process.awaitLine(LONG, "port ");
    int port = Integer.parseInt(line.substring("port ".length()));
    return new Running(process, new HttpProbe(port));
  }

  /** Somewhere in restore, take-over, migration. */
  private void endBeforeItBegan(ChildProcess process) throws InterruptedException {
    try (process) {
      Duration soon = Duration.ofMillis(random.nextInt(LONGEST_BEGINNING_MILLIS));
      var _ = new CountDownLatch(1).await(soon.toMillis(), TimeUnit.MILLISECONDS);
      process.kill();
    }
  }

  /** Those of the last life, and a few older ones. */
  private List<String> someAnswered() {
    List<String> all = new ArrayList<>(answered.keySet());
    List<String> some = new ArrayList<>(lately);
    for (int i = 0; i < OLDER; i++) {
      some.add(all.get(random.nextInt(all.size())));
    }
    lately.clear();
    return some;
  }

  private static Answer order(HttpProbe probe, String key, String body) {
    return probe.json("POST", "/api/orders", body, "Idempotency-Key", key);
  }

  private static void registerProducts(HttpProbe probe) {
    for (int i = 1; i <= PRODUCTS; i++) {
      String body =
          "{\"product_name\":\"品%d\",\"price\":%d,\"stock\":%d}".formatted(i, 100 * i, STOCK);
      assertThat(probe.json("POST", "/api/products", body).status()).isEqualTo(201);
    }
  }

  private void loadAndKill(Running running) throws InterruptedException {
    int before = answered.size();
    AtomicBoolean isOver = new AtomicBoolean();
    List<Thread> devices = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      SplittableRandom own = random.split();
      devices.add(Thread.ofVirtual().start(() -> use(running.probe(), own, isOver)));
    }
    int enough = before + 10 + random.nextInt(40);
    Await.until(
        () -> "orders are answered: " + running.process().errorOutput(),
        LONG,
        () -> answered.size() >= enough);
    running.process().kill();
    isOver.set(true);
    for (Thread device : devices) {
      device.join();
    }
  }

  private void use(HttpProbe probe, SplittableRandom own, AtomicBoolean isOver) {
    while (!isOver.get()) {
      String key = "key-" + keys.incrementAndGet();
      String body =
          "{\"table_number\":1,\"items\":[{\"product_id\":%d,\"quantity\":%d}]}"
              .formatted(own.nextInt(1, PRODUCTS + 1), own.nextInt(1, 4));
      try {
        sent.put(key, body);
        Answer answer = order(probe, key, body);
        if (answer.status() == 201) {
          long id = answer.number("order_id");
          answered.put(key, id);
          lately.add(key);
          goOn(probe, "/api/orders/" + id, own);
        }
      } catch (UncheckedIOException gone) {
        // The application was killed: what was not answered may or may not be there.
        return;
      }
    }
  }

  private static void goOn(HttpProbe probe, String order, SplittableRandom own) {
    switch (own.nextInt(3)) {
      case 0 -> probe.json("POST", order + "/status", "{\"from\":\"accept\",\"to\":\"cooking\"}");
      case 1 -> probe.json("POST", order + "/cancel", "{\"restock\":" + own.nextBoolean() + "}");
      default -> {
        // It waits.
      }
    }
  }

  /** By the API, as a device would look. */
  private void checkAnswered(HttpProbe probe, List<String> expected) {
    for (String key : expected) {
      Answer again = order(probe, key, String.valueOf(sent.get(key)));
      assertThat(again.status()).as("%s, seed %d", key, SEED).isEqualTo(200);
      assertThat(again.number("order_id")).isEqualTo(answered.get(key));
    }
  }

  /** A browser sends the same again with the same key: it becomes one order. */
  private void repeatWhatWasNotAnswered(HttpProbe probe) {
    for (Map.Entry<String, String> one : Map.copyOf(sent).entrySet()) {
      if (!answered.containsKey(one.getKey())) {
        assertThat(order(probe, one.getKey(), one.getValue()).status()).isIn(200, 201);
      }
    }
  }

  private void checkInvariants(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      assertThat(number(connection, "SELECT count(*) FROM orders")).isEqualTo(sent.size());
      assertThat(
              number(
                  connection,
                  "SELECT count(*) FROM orders o WHERE o.total <> (SELECT sum(unit_price * quantity)"
                      + " FROM order_details d WHERE d.order_id = o.order_id)"))
          .isZero();
      assertThat(
              number(
                  connection,
                  "SELECT count(*) FROM products p WHERE p.stock <> "
                      + STOCK
                      + " - coalesce((SELECT sum(d.quantity) FROM order_details d JOIN orders o"
                      + " USING (order_id) WHERE d.product_id = p.product_id"
                      + " AND coalesce(o.restocked, 0) = 0), 0)"))
          .as("seed " + SEED)
          .isZero();
      assertThat(
              number(
                  connection,
                  "SELECT count(*) FROM orders o WHERE status <> (SELECT to_status FROM order_events"
                      + " e WHERE e.order_id = o.order_id ORDER BY event_id DESC LIMIT 1)"))
          .isZero();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("ok");
      }
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
