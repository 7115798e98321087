package dev.seseragi.engine.fence.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store, some programs that use it, and requests that are still on their way: what can happen
 * next in a state, and what comes of it. A pause or the end of a program needs no step of its own:
 * the others just go on without it.
 */
final class World {
  private final List<Actor> actors;
  private final Interned<Shelf> shelves = new Interned<>();
  private final Interned<Promises> promises = new Interned<>();
  private final Interned<List<Late>> lates = new Interned<>();
  private final Interned<Bounds> bounds = new Interned<>();
  private final Map<Integer, Restorable> restorable = new HashMap<>();
  private final Map<Served, Outcome> served = new HashMap<>();
  private final Map<Binding, Bound> bound = new HashMap<>();
  private final Shelf beginning;
  private final Bounds allowed;

  /**
   * @param beginning what the store holds; all of it counts as acknowledged
   */
  World(Shelf beginning, Bounds allowed, List<Actor> actors) {
    this.beginning = beginning;
    this.allowed = allowed;
    this.actors = List.copyOf(actors);
  }

  /** A request that arrives after its sender has given up waiting, or once more. */
  private record Late(String sender, Request request) {
    boolean isDeletion() {
      return request instanceof Request.Delete;
    }
  }

  /** A request to a store. */
  private record Served(int shelf, int actor, int spot, Answer answer) {}

  /** What came of it, and where the program stands then. */
  private record Outcome(int shelf, Actor.Edge edge, Optional<Request> late) {}

  /** What makes promises out of promises. */
  private record Binding(int promises, int shelf, int actor, int edge, int spot) {}

  private record Bound(int promises, List<Violation> violations) {}

  /**
   * Something that can happen.
   *
   * @param violations how it breaks promises
   * @param story for a human
   */
  record Step(State next, List<Violation> violations, Supplier<String> story) {}

  /** Where everything begins. */
  State first() {
    int shelf = shelves.number(beginning);
    Restorable all = restorable(shelf);
    List<Integer> there = all.newest().map(Content::log).orElse(List.of());
    Promises first = Promises.NONE.acknowledging(there).stored(beginning, all).promises();
    int[] spots = new int[actors.size()];
    for (int i = 0; i < spots.length; i++) {
      Actor.Edge start = actors.get(i).start();
      spots[i] = start.to().id();
      for (Effect effect : start.effects()) {
        first = first.after(actors.get(i).name(), effect).promises();
      }
    }
    return State.first(
        shelf, promises.number(first), lates.number(List.of()), bounds.number(allowed), spots);
  }

  /** How often real code was run. */
  long runs() {
    return actors.stream().mapToLong(Actor::runs).sum();
  }

  /**
   * All that can happen, always in the same order; but where a program reads what nobody else could
   * take away before, only that: the others' steps come to the same before and behind it.
   */
  List<Step> steps(State state) {
    for (int actor = 0; actor < actors.size(); actor++) {
      if (isAlone(state, actor)) {
        return List.of(ask(state, actor, Answer.TRUE, 0));
      }
    }
    return allSteps(state);
  }

  /** Whether what a program asks for is the same whatever the others do, and changes nothing. */
  private boolean isAlone(State state, int index) {
    if (!(spot(state, index).request() instanceof Request.Read(String name))
        || shelves.value(state.shelf()).find(name).isEmpty()
        || lates.value(state.late()).stream().anyMatch(late -> late.isDeletion())) {
      return false;
    }
    for (int other = 0; other < actors.size(); other++) {
      if (other != index && actors.get(other).isDeleting()) {
        return false;
      }
    }
    return outcome(state, index, Answer.TRUE).edge.effects().isEmpty();
  }

  private List<Step> allSteps(State state) {
    List<Step> steps = new ArrayList<>();
    Bounds left = bounds.value(state.bounds());
    for (int actor = 0; actor < actors.size(); actor++) {
      Request request = spot(state, actor).request();
      if (request != null) {
        for (Answer answer : Server.answers(request, left.faults() > 0)) {
          steps.add(ask(state, actor, answer, steps.size()));
        }
      }
      if (left.restarts() > 0) {
        addRestart(state, actor, steps);
      }
    }
    List<Late> late = lates.value(state.late());
    for (int i = 0; i < late.size(); i++) {
      steps.add(arrive(state, i, steps.size()));
    }
    if (left.ticks() > 0 && isNobodyInAHurry(state, left.now())) {
      int ticked = bounds.number(left.afterTick());
      steps.add(
          new Step(
              state.follow(steps.size()).bounds(ticked).done(),
              List.of(),
              () -> "-- time goes on to " + bounds.value(ticked).now()));
    }
    return steps;
  }

  private Actor.Spot spot(State state, int actor) {
    return actors.get(actor).spot(state.spot(actor));
  }

  private Step ask(State state, int index, Answer answer, int number) {
    Actor actor = actors.get(index);
    Actor.Spot spot = spot(state, index);
    Outcome outcome = outcome(state, index, answer);
    Bound after = bind(state.promises(), outcome.shelf, index, outcome.edge, spot);
    State.Draft next =
        state
            .follow(number)
            .shelf(outcome.shelf)
            .promises(after.promises)
            .spot(index, outcome.edge.to().id());
    outcome.late.ifPresent(request -> next.late(later(state, actor, request)));
    if (answer != Answer.TRUE) {
      next.bounds(bounds.number(bounds.value(state.bounds()).afterFault()));
    }
    return new Step(
        next.done(), after.violations, () -> Story.of(actor.name(), spot, answer, outcome.edge));
  }

  private Outcome outcome(State state, int index, Answer answer) {
    Actor actor = actors.get(index);
    Actor.Spot spot = spot(state, index);
    return switch (spot.request()) {
      case null -> throw new IllegalStateException("nothing is asked");
      case Request.Time() -> {
        long now = bounds.value(state.bounds()).now();
        yield new Outcome(state.shelf(), actor.answer(spot, now), Optional.empty());
      }
      case Request.Acknowledged() -> {
        Object all = Server.acknowledged(promises.value(state.promises()));
        yield new Outcome(state.shelf(), actor.answer(spot, all), Optional.empty());
      }
      case Request request -> {
        Served key = new Served(state.shelf(), index, spot.id(), answer);
        Outcome known = served.get(key);
        if (known == null) {
          Server.Outcome made = Server.serve(shelves.value(state.shelf()), request, answer);
          known =
              new Outcome(
                  shelves.number(made.shelf()), actor.answer(spot, made.reply()), made.late());
          served.put(key, known);
        }
        yield known;
      }
    };
  }

  private int later(State state, Actor actor, Request request) {
    List<Late> more = new ArrayList<>(lates.value(state.late()));
    more.add(new Late(actor.name(), request));
    return lates.number(more);
  }

  private void addRestart(State state, int index, List<Step> steps) {
    Actor actor = actors.get(index);
    Optional<Actor.Edge> again = actor.restart(spot(state, index));
    if (again.isEmpty()) {
      return;
    }
    Bound after = bind(state.promises(), state.shelf(), index, again.get(), null);
    State next =
        state
            .follow(steps.size())
            .promises(after.promises)
            .spot(index, again.get().to().id())
            .bounds(bounds.number(bounds.value(state.bounds()).afterRestart()))
            .done();
    steps.add(
        new Step(
            next,
            after.violations,
            () ->
                "-- %s crashes and starts again%s".formatted(actor.name(), Story.of(again.get()))));
  }

  private Step arrive(State state, int index, int number) {
    List<Late> less = new ArrayList<>(lates.value(state.late()));
    Late late = less.remove(index);
    int shelf = shelves.number(Server.arrive(shelves.value(state.shelf()), late.request));
    Bound after = stored(promises.value(state.promises()), shelf);
    State next =
        state.follow(number).shelf(shelf).promises(after.promises).late(lates.number(less)).done();
    boolean isDone = shelf != state.shelf();
    return new Step(next, after.violations, () -> Story.late(late.sender, late.request, isDone));
  }

  private boolean isNobodyInAHurry(State state, int now) {
    for (int actor = 0; actor < actors.size(); actor++) {
      boolean isLate =
          actors.get(actor).isPunctual()
              && spot(state, actor).request() instanceof Request.Create create
              && Names.isSlot(create.name())
              && Ticks.of(create.timestamp()) < now;
      if (isLate) {
        return false;
      }
    }
    return true;
  }

  private Bound bind(
      int before, int shelf, int index, Actor.Edge edge, Actor.@Nullable Spot asking) {
    Binding key = new Binding(before, shelf, index, edge.id(), asking == null ? -1 : asking.id());
    Bound known = bound.get(key);
    if (known == null) {
      known = bindAnew(before, shelf, index, edge, asking);
      bound.put(key, known);
    }
    return known;
  }

  private Bound bindAnew(
      int before, int shelf, int index, Actor.Edge edge, Actor.@Nullable Spot asking) {
    String actor = actors.get(index).name();
    Promises bindings = promises.value(before);
    if (asking != null && asking.request() instanceof Request.Create create) {
      bindings = bindings.offered(actor, create);
    }
    Promises.Next next = bindings.stored(shelves.value(shelf), restorable(shelf));
    List<Violation> violations = new ArrayList<>(next.violations());
    bindings = next.promises();
    for (Effect effect : edge.effects()) {
      next = bindings.after(actor, effect);
      bindings = next.promises();
      violations.addAll(next.violations());
    }
    bindings.check(restorable(shelf)).ifPresent(violations::add);
    return new Bound(promises.number(bindings), List.copyOf(violations));
  }

  private Bound stored(Promises before, int shelf) {
    Promises.Next next = before.stored(shelves.value(shelf), restorable(shelf));
    List<Violation> violations = new ArrayList<>(next.violations());
    next.promises().check(restorable(shelf)).ifPresent(violations::add);
    return new Bound(promises.number(next.promises()), violations);
  }

  private Restorable restorable(int shelf) {
    return restorable.computeIfAbsent(shelf, number -> Restorable.of(shelves.value(number)));
  }
}
