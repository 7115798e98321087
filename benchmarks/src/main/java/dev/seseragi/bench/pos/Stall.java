package dev.seseragi.bench.pos;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A festival's afternoon: ten devices take an order every 3 s each, ten cook, ten watch sales,
 * history and call numbers. Each of the thirty has its page open, and follows every change.
 */
final class Stall {
  private static final int EACH = 10;
  private static final Duration ORDER_EVERY = Duration.ofSeconds(3);
  private static final Duration STEP_EVERY = Duration.ofMillis(700);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  /** How long events may still be on their way when nobody orders any more. */
  private static final Duration CALM = Duration.ofSeconds(2);

  private static final int MAX_LINES = 4;
  private static final int TABLES = 40;
  private static final Pattern ID = Pattern.compile("\"order_id\":(\\d+)");
  private static final List<String> LIFE = List.of("accept", "cooking", "serve", "finish");
  private static final List<String> SORTS =
      List.of("order_id", "created_at", "table_number", "total", "status");
  private static final List<String> PAGES =
      List.of("/", "/?period=today", "/register", "/reception", "/kitchen", "/call");

  private final Site site;
  private final Notes notes = new Notes(3 * EACH);
  private final SplittableRandom random = new SplittableRandom(7);
  private final BlockingQueue<Open> open = new LinkedBlockingQueue<>();
  private final Map<String, Long> confirmed = new ConcurrentHashMap<>();
  private final AtomicInteger keys = new AtomicInteger();
  private final List<Device> pages = new ArrayList<>();

  /** Those that listen and fetch; and those that send. */
  private final List<Thread> threads = new ArrayList<>();

  private final List<Thread> hands = new ArrayList<>();
  private volatile boolean isOver;

  /** An order, and how far it has come. */
  private record Open(long order, int step) {}

  Stall(Site site) {
    this.site = site;
  }

  /** What a device does again and again. */
  private interface Act {
    void run(SplittableRandom random) throws IOException, InterruptedException;
  }

  /** Runs for a time that does not count, and one that does. */
  void run(Duration warmUp, Duration counted) throws InterruptedException {
    List<String> watched =
        List.of("/home/live", "/order_table/live?page=200&size=50&sort=total", "/call/live");
    for (int i = 0; i < EACH; i++) {
      device("/reception/live", ORDER_EVERY, this::takeOrder);
      device("/kitchen/live", STEP_EVERY, this::cook);
      device(watched.get(i % watched.size()), LOOK_EVERY, this::look);
    }
    TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
    notes.beginCounting();
    TimeUnit.NANOSECONDS.sleep(counted.toNanos());
    isOver = true;
    for (Thread hand : hands) {
      hand.join();
    }
    TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
    pages.forEach(Device::end);
    site.close();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void device(String part, Duration every, Act act) {
    Device page = new Device(site, notes, pages.size(), part);
    SplittableRandom own = random.split();
    pages.add(page);
    threads.add(Thread.ofVirtual().start(page::listen));
    threads.add(Thread.ofVirtual().start(page::follow));
    hands.add(Thread.ofVirtual().start(() -> repeat(every, act, own)));
  }

  /** At its own times, however long an answer takes. */
  private void repeat(Duration every, Act act, SplittableRandom own) {
    long next = System.nanoTime() + own.nextLong(every.toNanos());
    while (!isOver) {
      LockSupport.parkNanos(next - System.nanoTime());
      if (System.nanoTime() < next) {
        continue;
      }
      next += every.toNanos();
      try {
        act.run(own);
      } catch (IOException e) {
        notes.surprised("no answer: " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void takeOrder(SplittableRandom own) throws IOException, InterruptedException {
    Set<Integer> products = new HashSet<>();
    int lines = own.nextInt(1, MAX_LINES + 1);
    List<String> items = new ArrayList<>();
    while (products.size() < lines) {
      int product = own.nextInt(1, PastOrders.PRODUCTS + 1);
      if (products.add(product)) {
        items.add(
            "{\"product_id\":%d,\"quantity\":%d,\"unit_price\":%d}"
                .formatted(product, own.nextInt(1, 4), PastOrders.price(product)));
      }
    }
    String body =
        "{\"table_number\":%d,\"memo\":\"\",\"items\":[%s]}"
            .formatted(own.nextInt(1, TABLES + 1), String.join(",", items));
    String key = "bench-" + keys.incrementAndGet();
    long begin = System.nanoTime();
    HttpResponse<String> answer = site.post("/api/orders", body, key);
    long now = System.nanoTime();
    notes.answered(Kind.CONFIRM, answer.statusCode(), now - begin);
    Matcher id = ID.matcher(answer.body());
    if (answer.statusCode() == 201 && id.find()) {
      long order = Long.parseLong(id.group(1));
      notes.confirmed(order, now);
      confirmed.put(key, order);
      open.add(new Open(order, 0));
    }
  }

  private void cook(SplittableRandom own) throws IOException, InterruptedException {
    Open next = open.poll();
    if (next == null) {
      return;
    }
    String body =
        "{\"from\":\"%s\",\"to\":\"%s\"}"
            .formatted(LIFE.get(next.step()), LIFE.get(next.step() + 1));
    long begin = System.nanoTime();
    HttpResponse<String> answer = site.post("/api/orders/" + next.order() + "/status", body, "");
    notes.answered(Kind.STATUS, answer.statusCode(), System.nanoTime() - begin);
    if (next.step() + 2 < LIFE.size()) {
      open.add(new Open(next.order(), next.step() + 1));
    }
  }

  private void look(SplittableRandom own) throws IOException, InterruptedException {
    switch (own.nextInt(3)) {
      case 0 -> ask(Kind.SALES, "/api/sales?period=" + (own.nextBoolean() ? "all" : "today"));
      case 1 -> ask(Kind.PAGE, PAGES.get(own.nextInt(PAGES.size())));
      default -> ask(Kind.HISTORY, history(own));
    }
  }

  private static String history(SplittableRandom own) {
    String filter =
        switch (own.nextInt(5)) {
          case 0 -> "&status=finish";
          case 1 -> "&q=" + own.nextInt(1, PastOrders.PRODUCTS + 1);
          case 2 -> "&q=%E5%93%81" + own.nextInt(1, PastOrders.PRODUCTS + 1);
          default -> "";
        };
    return "/order_table?page=%d&size=%d&sort=%s%s%s"
        .formatted(
            own.nextInt(1_000),
            10 * own.nextInt(1, 6),
            own.nextBoolean() ? "-" : "",
            SORTS.get(own.nextInt(SORTS.size())),
            filter);
  }

  private void ask(Kind kind, String path) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    HttpResponse<byte[]> answer = site.get(path, "");
    notes.answered(kind, answer.statusCode(), System.nanoTime() - begin);
  }

  Notes notes() {
    return notes;
  }

  /** Orders that were answered with success, by their keys. */
  Map<String, Long> confirmed() {
    return Map.copyOf(confirmed);
  }
}
