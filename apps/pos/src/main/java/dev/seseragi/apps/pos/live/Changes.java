package dev.seseragi.apps.pos.live;

import dev.seseragi.apps.json.JsonWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Numbers the changes and hands them to the open streams. Safe for use by many threads. */
public final class Changes {
  /** So many are kept for streams that come back. */
  static final int KEPT = 1_000;

  /** So many streams may be open: more than any festival has devices. */
  static final int MAX_STREAMS = 1_000;

  private static final String PRODUCTS = "products";

  private final String epoch;
  private final String build;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Deque<Numbered> recent = new ArrayDeque<>();
  private final Set<Subscription> streams = new LinkedHashSet<>();
  private Health health = new Health(true, true);
  private boolean isClosed;

  private volatile long seq;

  /** Of the last change of products or of what was sold of them. */
  private volatile long productsSeq;

  private record Numbered(long seq, Event event) {}

  /** Whether orders can be taken: what the banners of every page show. */
  public record Health(boolean isWritable, boolean isDurable) {}

  /** No change yet. */
  public Changes(RandomGenerator random, String build) {
    this.epoch = HexFormat.of().toHexDigits(random.nextInt());
    this.build = build;
  }

  /** How far they have come. */
  public Moment now() {
    return new Moment(epoch, seq);
  }

  /**
   * How far changes of products, and of what was sold of them, have come. Steps of an order are
   * none.
   */
  public Moment nowOfProducts() {
    return new Moment(epoch, productsSeq);
  }

  /** Which program this is: pages of another one are to be loaded anew. */
  public String build() {
    return build;
  }

  /** How many streams are open. */
  public int openStreams() {
    lock.lock();
    try {
      return streams.size();
    } finally {
      lock.unlock();
    }
  }

  /** Tells of a durable commit. */
  public void publish(Change change) {
    if (change.isNone()) {
      return;
    }
    List<String> topics = new ArrayList<>();
    if (!change.orderIds().isEmpty()) {
      topics.add("orders");
    }
    if (!change.productIds().isEmpty()) {
      topics.add(PRODUCTS);
    }
    publish(topics, change);
  }

  /** Tells that anything may have changed. */
  public void publishAll() {
    publish(List.of("orders", PRODUCTS), Change.NONE);
  }

  private void publish(List<String> topics, Change change) {
    lock.lock();
    try {
      long number = seq + 1;
      JsonWriter json = new JsonWriter().beginObject();
      json.name("topics").any(topics);
      json.name("order_ids").any(change.orderIds());
      json.name("product_ids").any(change.productIds()).endObject();
      Event event = new Event("change", epoch + "-" + number, json);
      recent.addLast(new Numbered(number, event));
      if (recent.size() > KEPT) {
        recent.removeFirst();
      }
      if (topics.contains(PRODUCTS)) {
        productsSeq = number;
      }
      seq = number;
      send(event);
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether orders can be taken, if that is news. */
  public void publish(Health now) {
    lock.lock();
    try {
      if (!now.equals(health)) {
        health = now;
        send(health());
      }
    } finally {
      lock.unlock();
    }
  }

  private Event health() {
    JsonWriter json = new JsonWriter().beginObject();
    json.field("writable", health.isWritable()).field("durable", health.isDurable()).endObject();
    return new Event("health", "", json);
  }

  private void send(Event event) {
    streams.removeIf(stream -> !stream.offer(event));
  }

  /**
   * Opens a stream. Its first events are there at once: hello, how things are, and what was missed.
   *
   * @param lastEventId what the client has seen last; empty if it is new here
   * @throws IllegalStateException if there are too many, or the program ends
   */
  public Subscription subscribe(String lastEventId) {
    lock.lock();
    try {
      if (isClosed || streams.size() >= MAX_STREAMS) {
        throw new IllegalStateException("no more streams can be opened");
      }
      List<Event> first = new ArrayList<>(List.of(hello(), health()));
      first.addAll(missed(lastEventId));
      Subscription stream = new Subscription(first, Subscription.PING_EVERY, this::leave);
      streams.add(stream);
      return stream;
    } finally {
      lock.unlock();
    }
  }

  private Event hello() {
    JsonWriter json = new JsonWriter().beginObject();
    json.field("epoch", epoch).field("seq", seq).field("build", build).endObject();
    return new Event("hello", epoch + "-" + seq, json);
  }

  private List<Event> missed(String lastEventId) {
    if (lastEventId.isEmpty()) {
      return List.of();
    }
    long seen = seenOf(lastEventId);
    boolean isKnown = seen == seq || (!recent.isEmpty() && recent.getFirst().seq() <= seen + 1);
    if (seen < 0 || seen > seq || !isKnown) {
      return List.of(new Event("reset", "", new JsonWriter().beginObject().endObject()));
    }
    return recent.stream().filter(one -> one.seq() > seen).map(Numbered::event).toList();
  }

  private long seenOf(String eventId) {
    String prefix = epoch + "-";
    if (!eventId.startsWith(prefix)) {
      return -1;
    }
    try {
      return Long.parseLong(eventId.substring(prefix.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void leave(Subscription stream) {
    lock.lock();
    try {
      streams.remove(stream);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the streams that are open: their clients come again, perhaps to another instance. */
  public void sendAway() {
    lock.lock();
    try {
      streams.forEach(Subscription::end);
      streams.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all streams, and lets none begin. */
  public void close() {
    lock.lock();
    try {
      isClosed = true;
    } finally {
      lock.unlock();
    }
    sendAway();
  }
}
