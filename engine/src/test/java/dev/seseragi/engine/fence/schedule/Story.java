package dev.seseragi.engine.fence.schedule;

import dev.seseragi.store.ObjectInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells humans what has happened. */
final class Story {
  private Story() {}

  /** A program's request, and what the program does with the answer. */
  static String of(String actor, Actor.Spot asking, Answer answer, Actor.Edge edge) {
    Request request = asking.request();
    if (request == null) {
      throw new IllegalArgumentException(actor + " asks for nothing");
    }
    Object reply =
        asking.answerTo(edge).orElseThrow(() -> new IllegalArgumentException("no such answer"));
    return actor + " " + asked(request, reply) + how(answer) + of(edge);
  }

  /** What a program does besides. */
  static String of(Actor.Edge edge) {
    String effects =
        edge.effects().stream()
            .flatMap(effect -> of(effect).stream())
            .collect(Collectors.joining());
    return edge.to().request() == null ? effects + "\n    => ends" : effects;
  }

  /** A request that was on its way. */
  static String late(String sender, Request request, boolean isDone) {
    return switch (request) {
      case Request.Create(String name, Blob blob, var _) ->
          "-- a request of %s arrives late: %s %s: %s"
              .formatted(sender, Names.of(name), of(name, blob), isDone ? "created" : "taken");
      case Request other ->
          "-- a request of %s arrives late: %s".formatted(sender, asked(other, true));
    };
  }

  private static String how(Answer answer) {
    return switch (answer) {
      case TRUE -> "";
      case LOST -> " (done, the answer is lost)";
      case LATE -> " (not there yet)";
      case TWICE -> " (and comes once more later)";
      case REPEATED -> " (done, but repeated by the client)";
    };
  }

  private static String asked(Request request, Object reply) {
    return switch (request) {
      case Request.Create(String name, Blob blob, var _) ->
          "creates %s %s: %s".formatted(Names.of(name), of(name, blob), reply);
      case Request.ListAll(String prefix) ->
          "lists %s: %s".formatted(prefix.isEmpty() ? "all" : prefix, names(reply));
      case Request.Stat(String name) ->
          "looks at %s: %s"
              .formatted(Names.of(name), reply.equals(Optional.empty()) ? "absent" : "there");
      case Request.Read(String name) ->
          "reads %s: %s"
              .formatted(
                  Names.of(name),
                  ((Optional<?>) reply).map(blob -> of(name, (Blob) blob)).orElse("absent"));
      case Request.Delete(List<String> names) -> "deletes " + Names.of(names);
      case Request.Time() -> "looks at the clock: " + reply;
      case Request.Restore(long position) -> "restores %d: %s".formatted(position, reply);
      case Request.Acknowledged() -> "begins, with %s acknowledged".formatted(reply);
    };
  }

  private static String names(Object listed) {
    return Names.of(
        ((List<?>) listed).stream().map(object -> ((ObjectInfo) object).name()).toList());
  }

  private static String of(String name, Blob blob) {
    if (Names.place(name).isEmpty()) {
      return "";
    }
    Segment segment = blob.segment();
    return segment.isFence()
        ? "(fence of %s)".formatted(blob.maker())
        : "(commits %s of %s)".formatted(segment.pages(), blob.maker());
  }

  private static Optional<String> of(Effect effect) {
    return switch (effect) {
      case Effect.Acknowledged(String slot, List<Integer> commits) ->
          Optional.of("\n    => acknowledges %s in %s".formatted(commits, Names.of(slot)));
      case Effect.Shown(List<Integer> commits) -> Optional.of("\n    => somebody reads " + commits);
      case Effect.SetAside(List<Integer> commits) ->
          Optional.of("\n    => is fenced, sets aside " + commits);
      case Effect.Wrote(Disk _) -> Optional.empty();
      case Effect.Restored(var _, long position, Content found) ->
          Optional.of("\n    => restored %d: %s".formatted(position, found));
      case Effect.Refused(String why, boolean _) -> Optional.of("\n    => refuses: " + why);
    };
  }
}
