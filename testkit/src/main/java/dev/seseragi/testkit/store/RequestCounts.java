package dev.seseragi.testkit.store;

import java.util.EnumMap;
import java.util.Map;

/** How many requests and bytes a store had of each kind, up to some moment. Immutable. */
public final class RequestCounts {
  private final Map<Operation, Long> requests;
  private final Map<Operation, Long> bytes;

  RequestCounts(Map<Operation, Long> requests, Map<Operation, Long> bytes) {
    this.requests = new EnumMap<>(requests);
    this.bytes = new EnumMap<>(bytes);
  }

  /** Requests of one kind, those that failed among them. */
  public long requests(Operation operation) {
    return requests.getOrDefault(operation, 0L);
  }

  /** Requests of all kinds. */
  public long requests() {
    return sum(requests);
  }

  /**
   * Bytes of one kind: of creates and puts what the bodies have, of reads what was taken from the
   * streams, of others 0.
   */
  public long bytes(Operation operation) {
    return bytes.getOrDefault(operation, 0L);
  }

  /** Bytes of all kinds. */
  public long bytes() {
    return sum(bytes);
  }

  /** What came since an earlier moment. */
  public RequestCounts since(RequestCounts earlier) {
    return new RequestCounts(
        difference(requests, earlier.requests), difference(bytes, earlier.bytes));
  }

  private static long sum(Map<Operation, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<Operation, Long> difference(
      Map<Operation, Long> later, Map<Operation, Long> earlier) {
    Map<Operation, Long> difference = new EnumMap<>(Operation.class);
    later.forEach((operation, count) ->
        difference.put(operation, count - earlier.getOrDefault(operation, 0L)));
    return difference;
  }

  @Override
  public String toString() {
    return "requests " + requests + ", bytes " + bytes;
  }
}
