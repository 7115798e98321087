package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.DamagedReplicaException;
import dev.seseragi.engine.fence.RefusedException;
import dev.seseragi.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A program, as the tree of all that it does depending on its answers. A place that was not reached
 * before is found by running the real code from the beginning of its stage, with the answers on the
 * way there.
 */
final class Actor {
  private final String name;
  private final Stage first;
  private final Traits traits;
  private final int mostPauses;
  private final List<Spot> spots = new ArrayList<>();
  private final Map<Stage, Edge> entries = new HashMap<>();
  private final Map<Disk, Spot> ends = new HashMap<>();
  private long runs;
  private int edges;

  /**
   * How it is driven.
   *
   * @param pages what one page of its listings shows; empty: all is in one
   * @param restart what it does after a crash; empty: it never comes back
   * @param isPunctual whether what it creates arrives within a tick
   * @param isDeleting whether it may delete anything
   */
  record Traits(
      List<String> pages,
      Optional<Function<Disk, Stage>> restart,
      boolean isPunctual,
      boolean isDeleting) {

    /** One that lists in one page, never comes back, and never deletes anything. */
    static final Traits PLAIN = new Traits(List.of(), Optional.empty(), false, false);

    Traits restarting(Function<Disk, Stage> next) {
      return new Traits(pages, Optional.of(next), isPunctual, isDeleting);
    }

    Traits listing(List<String> prefixes) {
      return new Traits(prefixes, restart, isPunctual, isDeleting);
    }

    Traits punctual() {
      return new Traits(pages, restart, true, isDeleting);
    }

    Traits deleting() {
      return new Traits(pages, restart, isPunctual, true);
    }
  }

  /**
   * @param mostPauses how often it waits in one stage
   */
  Actor(String name, Stage first, Traits traits, int mostPauses) {
    this.name = name;
    this.first = first;
    this.traits = traits;
    this.mostPauses = mostPauses;
  }

  /** Where a program can stand. */
  static final class Spot {
    private final int id;
    private final @Nullable Stage stage;
    private final @Nullable Spot before;
    private final @Nullable Object answer;
    private final @Nullable Request request;
    private final Disk disk;
    private final Map<Object, Edge> next = new HashMap<>();

    private Spot(
        int id, @Nullable Stage stage, @Nullable Way way, @Nullable Request request, Disk disk) {
      this.id = id;
      this.stage = stage;
      this.before = way == null ? null : way.from;
      this.answer = way == null ? null : way.answer;
      this.request = request;
      this.disk = disk;
    }

    int id() {
      return id;
    }

    /** What it asks for; null if it has ended. */
    @Nullable Request request() {
      return request;
    }

    /** With which answer it goes that way. */
    Optional<Object> answerTo(Edge edge) {
      return next.entrySet().stream()
          .filter(way -> way.getValue().id() == edge.id())
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }

  private record Way(Spot from, Object answer) {}

  /** How a program gets somewhere, and what it does on the way. */
  record Edge(int id, Spot to, List<Effect> effects) {}

  String name() {
    return name;
  }

  boolean isPunctual() {
    return traits.isPunctual();
  }

  boolean isDeleting() {
    return traits.isDeleting();
  }

  /** How often the real code was run. */
  long runs() {
    return runs;
  }

  Spot spot(int id) {
    return spots.get(id);
  }

  Edge start() {
    return enter(first);
  }

  /** Goes on with the answer to what it asked for. */
  Edge answer(Spot spot, Object answer) {
    Edge known = spot.next.get(answer);
    if (known == null) {
      known = run(stage(spot), new Way(spot, answer));
      spot.next.put(answer, known);
    }
    return known;
  }

  /** Crashes, and starts again from its disk; empty if it does not. */
  Optional<Edge> restart(Spot spot) {
    return traits.restart().map(again -> enter(again.apply(spot.disk)));
  }

  private static Stage stage(Spot spot) {
    if (spot.stage == null) {
      throw new IllegalStateException("a program that has ended asks for nothing");
    }
    return spot.stage;
  }

  private Edge enter(Stage stage) {
    Edge known = entries.get(stage);
    if (known == null) {
      known = run(stage, null);
      entries.put(stage, known);
    }
    return known;
  }

  private Edge run(Stage stage, @Nullable Way way) {
    runs++;
    Wire wire = new Wire(name, traits.pages(), mostPauses, answers(way));
    Disk before = way == null ? stage.disk() : way.from.disk;
    try {
      Optional<Stage> next = stage.run(wire);
      Disk disk = disk(before, wire.effects());
      if (next.isEmpty()) {
        return edge(end(disk), wire.effects());
      }
      Edge entry = enter(next.get());
      List<Effect> all = new ArrayList<>(wire.effects());
      all.addAll(entry.effects());
      return edge(entry.to(), all);
    } catch (Wire.Pending pending) {
      Disk disk = disk(before, wire.effects());
      Spot spot = new Spot(spots.size(), stage, way, pending.request(), disk);
      spots.add(spot);
      return edge(spot, wire.effects());
    } catch (Wire.GaveUp | StoreException end) {
      return edge(end(disk(before, wire.effects())), wire.effects());
    } catch (RefusedException refused) {
      List<Effect> all = new ArrayList<>(wire.effects());
      all.add(
          new Effect.Refused(
              String.valueOf(refused.getMessage()), refused instanceof DamagedReplicaException));
      return edge(end(disk(before, all)), all);
    } catch (Exception e) {
      throw new AssertionError(name + " fails in " + stage, e);
    }
  }

  private Edge edge(Spot to, List<Effect> effects) {
    return new Edge(edges++, to, effects);
  }

  private Spot end(Disk disk) {
    return ends.computeIfAbsent(
        disk,
        last -> {
          Spot spot = new Spot(spots.size(), null, null, null, last);
          spots.add(spot);
          return spot;
        });
  }

  private static Disk disk(Disk before, List<Effect> effects) {
    Disk disk = before;
    for (Effect effect : effects) {
      if (effect instanceof Effect.Wrote(Disk written)) {
        disk = written;
      }
    }
    return disk;
  }

  /** What it was answered since the stage began. */
  private static List<Object> answers(@Nullable Way last) {
    List<Object> answers = new ArrayList<>();
    @Nullable Object answer = last == null ? null : last.answer;
    @Nullable Spot spot = last == null ? null : last.from;
    while (answer != null && spot != null) {
      answers.addFirst(answer);
      answer = spot.answer;
      spot = spot.before;
    }
    return answers;
  }
}
