package dev.seseragi.bench.s3;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * How many requests a store had, up to some moment or between two, and how many bytes.
 *
 * @param entries by kind and by the folder of the replica that they are about
 */
public record RequestTally(Map<Place, Traffic> entries) {
  /** None. */
  public static final RequestTally NONE = new RequestTally(Map.of());

  /** Copies. */
  public RequestTally {
    entries = Map.copyOf(entries);
  }

  /** Kind, and folder below the replica's prefix: {@code 0000} to {@code 0009}, or "" for all. */
  public record Place(RequestKind kind, String folder) {}

  /**
   * What went over the wire.
   *
   * @param requests those that failed among them
   * @param sentBytes bodies of requests
   * @param receivedBytes bodies of answers
   */
  public record Traffic(long requests, long sentBytes, long receivedBytes) {
    static final Traffic NONE = new Traffic(0, 0, 0);

    Traffic plus(Traffic other) {
      return new Traffic(
          requests + other.requests,
          sentBytes + other.sentBytes,
          receivedBytes + other.receivedBytes);
    }

    Traffic minus(Traffic other) {
      return new Traffic(
          requests - other.requests,
          sentBytes - other.sentBytes,
          receivedBytes - other.receivedBytes);
    }
  }

  /** Requests of all kinds. */
  public long requests() {
    return sum(place -> true, Traffic::requests);
  }

  /** Requests of one kind. */
  public long requests(RequestKind kind) {
    return sum(place -> place.kind() == kind, Traffic::requests);
  }

  /** Requests of one kind about one folder. */
  public long requests(RequestKind kind, String folder) {
    return sum(new Place(kind, folder)::equals, Traffic::requests);
  }

  /** Whether nothing in it changes a store. */
  public boolean isReadOnly() {
    return requests(RequestKind.PUT) == 0 && sentBytes() == 0;
  }

  /** Bytes that were sent to the store. */
  public long sentBytes() {
    return sum(place -> true, Traffic::sentBytes);
  }

  /** Bytes that were written into one folder. */
  public long sentBytes(String folder) {
    return sum(place -> place.folder().equals(folder), Traffic::sentBytes);
  }

  /** Bytes that came from the store. */
  public long receivedBytes() {
    return sum(place -> true, Traffic::receivedBytes);
  }

  /** Bytes that came from one folder. */
  public long receivedBytes(String folder) {
    return sum(place -> place.folder().equals(folder), Traffic::receivedBytes);
  }

  private long sum(Predicate<Place> which, ToLongFunction<Traffic> what) {
    return entries.entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .mapToLong(entry -> what.applyAsLong(entry.getValue()))
        .sum();
  }

  /** What came after an earlier moment. */
  public RequestTally since(RequestTally earlier) {
    Map<Place, Traffic> difference = new TreeMap<>(RequestTally::inOrder);
    entries.forEach((place, traffic) -> {
      Traffic since = traffic.minus(earlier.entries.getOrDefault(place, Traffic.NONE));
      if (!since.equals(Traffic.NONE)) {
        difference.put(place, since);
      }
    });
    return new RequestTally(difference);
  }

  private static int inOrder(Place one, Place other) {
    int byKind = one.kind().compareTo(other.kind());
    return byKind != 0 ? byKind : one.folder().compareTo(other.folder());
  }

  /** Such as {@code 2 PUT, 11 GET}. */
  public String kinds() {
    return Arrays.stream(RequestKind.values())
        .filter(kind -> requests(kind) > 0)
        .map(kind -> "%,d %s".formatted(requests(kind), kind))
        .collect(Collectors.joining(", "));
  }

  /** A line for each entry, for {@link #parse}. */
  String lines() {
    StringBuilder lines = new StringBuilder();
    entries.forEach((place, traffic) ->
        lines.append(
            "%s %d %d %d /%s%n"
                .formatted(
                    place.kind(),
                    traffic.requests(),
                    traffic.sentBytes(),
                    traffic.receivedBytes(),
                    place.folder())));
    return lines.toString();
  }

  static RequestTally parse(String lines) {
    Map<Place, Traffic> entries = new TreeMap<>(RequestTally::inOrder);
    lines
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(words ->
            entries.put(
                new Place(RequestKind.valueOf(words[0]), words[4].substring(1)),
                new Traffic(
                    Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]))));
    return new RequestTally(entries);
  }
}
