package dev.seseragi.engine.fence.schedule;

import dev.seseragi.store.Body;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.testkit.store.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A store, some programs that use it, and requests that are still on their way. One step at a time:
 * a program's next request with one of the answers that it may get, or the arrival of a late one.
 */
final class World {
  private static final Pattern SEGMENT =
      Pattern.compile("ltx/([0-9])/([0-9a-f]{16})-([0-9a-f]{16})\\.ltx");

  private final MemoryStore objects = new MemoryStore();
  private final Map<String, Content> contents = new TreeMap<>();
  private final List<Late> late = new ArrayList<>();
  private final List<Actor> actors = new ArrayList<>();
  private final Set<Integer> acknowledged = new TreeSet<>();
  private final List<String> story = new ArrayList<>();
  private int faults;

  /**
   * @param faults how many answers may get lost, or requests late, in one run
   */
  World(int faults) {
    this.faults = faults;
  }

  /** What a segment holds: which commits; a number tells contents apart. */
  record Content(long id, Set<Integer> commits) {}

  /** A request that arrives after its sender has given up waiting. */
  private record Late(String sender, String name, Body body, Content content) {}

  /** Something that can happen next. */
  interface Option {
    void take() throws InterruptedException;
  }

  MemoryStore objects() {
    return objects;
  }

  /** Adds a program. It runs up to its first request. */
  void add(Actor actor) throws InterruptedException {
    actors.add(actor);
    actor.start();
  }

  /** Puts a segment there before anything begins; what it holds counts as acknowledged. */
  void begin(String name, Body body, Content content) {
    apply(name, body, content);
    acknowledged.addAll(content.commits());
  }

  PutOutcome apply(String name, Body body, Content content) {
    PutOutcome outcome = objects.create(name, body, Instant.EPOCH);
    if (outcome instanceof PutOutcome.Created) {
      contents.put(name, content);
    }
    return outcome;
  }

  void delete(List<String> names) {
    objects.delete(names);
    contents.keySet().removeAll(names);
  }

  void postpone(String sender, String name, Body body, Content content) {
    late.add(new Late(sender, name, body, content));
  }

  void acknowledge(Set<Integer> commits) {
    acknowledged.addAll(commits);
  }

  void spendFault() {
    faults--;
  }

  void tell(String line) {
    story.add(line);
  }

  /** All that can happen next, always in the same order. */
  List<Option> options() {
    List<Option> options = new ArrayList<>();
    for (Actor actor : actors) {
      if (!actor.isDone()) {
        for (Actor.Answer answer : actor.answers(faults > 0)) {
          options.add(() -> actor.step(answer));
        }
      }
    }
    for (Late request : late) {
      options.add(() -> arrive(request));
    }
    return options;
  }

  private void arrive(Late request) {
    late.remove(request);
    tell(
        "late request of %s for %s: %s"
            .formatted(
                request.sender(),
                request.name(),
                apply(request.name(), request.body(), request.content())));
  }

  /** What tells this state from others. */
  Object state() {
    List<Object> state = new ArrayList<>();
    contents.forEach((name, content) -> {
      state.add(name);
      state.add(content.id());
    });
    for (Late request : late) {
      state.add(request.name());
      state.add(request.content().id());
    }
    for (Actor actor : actors) {
      state.add(actor.answered());
    }
    state.add(faults);
    return state;
  }

  /** How a promise is broken in this state; empty if none is. */
  Optional<String> violation() {
    Set<Integer> missing = new TreeSet<>(acknowledged);
    long position = 0;
    Set<Integer> history = new HashSet<>();
    while (true) {
      Segment next = furthest(position);
      if (next == null) {
        break;
      }
      history.addAll(next.commits());
      position = next.max();
    }
    if (position < tail()) {
      return Optional.of("history ends at %d before its tail %d".formatted(position, tail()));
    }
    missing.removeAll(history);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("acknowledged commits %s are in no history".formatted(missing));
  }

  private record Segment(long min, long max, Set<Integer> commits) {}

  private List<Segment> segments() {
    List<Segment> segments = new ArrayList<>();
    contents.forEach((name, content) -> {
      Matcher matcher = SEGMENT.matcher(name);
      if (matcher.matches()) {
        segments.add(
            new Segment(
                Long.parseLong(matcher.group(2), 16),
                Long.parseLong(matcher.group(3), 16),
                content.commits()));
      }
    });
    return segments;
  }

  private @Nullable Segment furthest(long position) {
    Segment best = null;
    for (Segment segment : segments()) {
      boolean fits = segment.min() <= position + 1 && segment.max() > position;
      if (fits && (best == null || segment.max() > best.max())) {
        best = segment;
      }
    }
    return best;
  }

  private long tail() {
    return segments().stream().mapToLong(Segment::max).max().orElse(0);
  }

  /** What the restored history holds up to a position, for who merges it. */
  Set<Integer> commitsUpTo(long max) {
    Set<Integer> commits = new TreeSet<>();
    for (Segment segment : segments()) {
      if (segment.max() <= max) {
        commits.addAll(segment.commits());
      }
    }
    return commits;
  }

  /** What has happened, line by line. */
  String story() {
    return String.join("\n", story);
  }

  /** Ends its programs. */
  void end() throws InterruptedException {
    for (Actor actor : actors) {
      actor.end();
    }
  }
}
