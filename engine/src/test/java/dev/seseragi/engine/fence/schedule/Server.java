package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.schedule.Answer.Told;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a store does with a request. Pure. */
final class Server {
  private Server() {}

  /**
   * What comes of a request.
   *
   * @param reply what the program is told
   * @param late what is still on its way
   */
  record Outcome(Shelf shelf, Object reply, Optional<Request> late) {
    private static Outcome unchanged(Shelf shelf, Object reply) {
      return new Outcome(shelf, reply, Optional.empty());
    }
  }

  /** What can come of a request. */
  static List<Answer> answers(Request request, boolean mayFail) {
    if (mayFail && request instanceof Request.Create) {
      return List.of(Answer.values());
    }
    return mayFail && request instanceof Request.Delete
        ? List.of(Answer.TRUE, Answer.LATE)
        : List.of(Answer.TRUE);
  }

  static Outcome serve(Shelf shelf, Request request, Answer answer) {
    return switch (request) {
      case Request.Create create -> create(shelf, create, answer);
      case Request.Delete(List<String> names) ->
          answer == Answer.LATE
              ? new Outcome(shelf, false, Optional.of(request))
              : new Outcome(shelf.without(names), true, Optional.empty());
      case Request.ListAll(String prefix) -> Outcome.unchanged(shelf, shelf.list(prefix));
      case Request.Stat(String name) ->
          Outcome.unchanged(shelf, shelf.find(name).map(object -> object.info(name)));
      case Request.Read(String name) ->
          Outcome.unchanged(shelf, shelf.find(name).map(Shelf.Kept::blob));
      case Request.Restore(long position) ->
          Outcome.unchanged(shelf, Restorable.at(shelf, position));
      case Request.Time(), Request.Acknowledged() ->
          throw new IllegalArgumentException("no store answers " + request);
    };
  }

  private static Outcome create(Shelf shelf, Request.Create request, Answer answer) {
    if (answer == Answer.LATE) {
      return new Outcome(shelf, Told.UNKNOWN, Optional.of(request));
    }
    boolean isFree = shelf.find(request.name()).isEmpty();
    Shelf after =
        isFree
            ? shelf.with(request.name(), new Shelf.Kept(request.blob(), request.timestamp()))
            : shelf;
    Told truth = isFree ? Told.CREATED : Told.TAKEN;
    Told told =
        switch (answer) {
          case TRUE, TWICE -> truth;
          case LOST, LATE -> Told.UNKNOWN;
          case REPEATED -> Told.TAKEN;
        };
    return new Outcome(
        after, told, answer == Answer.TWICE ? Optional.of(request) : Optional.empty());
  }

  /** A request that was on its way arrives; nobody waits for what comes of it. */
  static Shelf arrive(Shelf shelf, Request request) {
    return serve(shelf, request, Answer.TRUE).shelf();
  }

  /** What is acknowledged, as an answer. */
  static Object acknowledged(Promises promises) {
    return Set.copyOf(promises.acknowledged());
  }
}
