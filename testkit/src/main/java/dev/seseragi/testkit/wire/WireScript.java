package dev.seseragi.testkit.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** Which requests meet which fault, and which requests there were. Safe for many threads. */
final class WireScript {
  /** Faults for some of the requests, in this order; the last one stays if it is for all. */
  private record Scene(Predicate<WireRequest> which, Deque<WireFault> faults, boolean isEndless) {}

  // Guarded by this.
  private final List<Scene> scenes = new ArrayList<>();
  private final List<WireRequest> requests = new ArrayList<>();

  synchronized void add(Predicate<WireRequest> which, List<WireFault> faults, boolean isEndless) {
    scenes.add(new Scene(which, new ArrayDeque<>(faults), isEndless));
  }

  synchronized void clear() {
    scenes.clear();
  }

  synchronized List<WireRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized void forgetRequests() {
    requests.clear();
  }

  /** Writes the request down and says what becomes of it: what was scripted first comes first. */
  synchronized WireFault next(WireRequest request) {
    requests.add(request);
    for (Scene scene : scenes) {
      if (!scene.faults().isEmpty() && scene.which().test(request)) {
        return scene.isEndless() ? scene.faults().peek() : scene.faults().remove();
      }
    }
    return new WireFault.None();
  }
}
