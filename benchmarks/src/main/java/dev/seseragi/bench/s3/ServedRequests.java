package dev.seseragi.bench.s3;

import dev.seseragi.bench.s3.RequestTally.Place;
import dev.seseragi.bench.s3.RequestTally.Traffic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What went through the proxy. Safe for use by many threads. */
final class ServedRequests {
  /** How many of the last objects are remembered; the oldest are forgotten. */
  private static final int MAX_STORED = 20_000;

  private final Map<Place, Traffic> traffic = new HashMap<>(); // guarded by this
  private final Deque<StoredObject> stored = new ArrayDeque<>(); // guarded by this

  synchronized void count(Place place, Traffic more) {
    traffic.merge(place, more, Traffic::plus);
  }

  synchronized void stored(StoredObject object) {
    if (stored.size() == MAX_STORED) {
      stored.removeFirst();
    }
    stored.addLast(object);
  }

  synchronized RequestTally tally() {
    return new RequestTally(traffic);
  }

  synchronized List<StoredObject> storedObjects() {
    return List.copyOf(stored);
  }
}
