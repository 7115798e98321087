package dev.seseragi.apps.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Requests by route, method and status, and how long each route takes. Routes are patterns of the
 * application, and methods are HTTP's, so the number of lines is bounded. Safe for many threads.
 */
public final class RequestMetrics {
  private static final String COUNT = "http_requests_total";
  private static final String TIME = "http_request_duration_seconds";

  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, Histogram> times = new ConcurrentHashMap<>();

  private record Key(String route, String method, int status) {}

  /** Nothing yet. */
  public RequestMetrics() {}

  /** One more request was answered. */
  public void add(String route, String method, int status, long nanos) {
    counts.computeIfAbsent(new Key(route, method, status), key -> new LongAdder()).increment();
    times.computeIfAbsent(route, key -> new Histogram()).add(nanos);
  }

  /** Adds two families. */
  public void write(Exposition text) {
    text.family(COUNT, "counter", "Requests answered");
    counts.forEach((key, count) ->
        text.sample(
            COUNT,
            (double) count.sum(),
            "route",
            key.route(),
            "method",
            key.method(),
            "status",
            String.valueOf(key.status())));
    text.family(TIME, "histogram", "From the first byte of a request to the last of its answer");
    times.forEach((route, time) -> time.write(text, TIME, "route", route));
  }
}
