package dev.seseragi.apps.users;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A client that writes until the server is gone, and remembers what it was promised. For one thread
 * at a time.
 */
final class CrashClient {
  private final String name;
  private final SplittableRandom random;
  private final List<Promise> promises = new ArrayList<>();
  private int count;

  /** The name of a user whose creation was not answered; "" if there is none. */
  private String unanswered = "";

  CrashClient(String name, SplittableRandom random) {
    this.name = name;
    this.random = random;
  }

  /** What a user is known to be. */
  static final class Promise {
    private final String firstName;
    private final long id;

    /** The last change that was answered, and the last that was asked for. */
    private int answered;

    private int asked;
    private boolean isDeletionAsked;
    private boolean isDeleted;

    Promise(String firstName, long id) {
      this.firstName = firstName;
      this.id = id;
    }

    String firstName() {
      return firstName;
    }

    long id() {
      return id;
    }

    boolean isDeleted() {
      return isDeleted;
    }

    boolean mayBeMissing() {
      return isDeletionAsked;
    }

    /** Whether a stored change is the last answered one, or one that was asked for later. */
    boolean allows(int change) {
      return change >= answered && change <= asked;
    }
  }

  List<Promise> promises() {
    return promises;
  }

  /** Writes until the server does not answer any more. */
  void run(HttpProbe probe) {
    try {
      while (true) {
        step(probe);
      }
    } catch (UncheckedIOException serverIsGone) {
      // As planned.
    }
  }

  private void step(HttpProbe probe) {
    boolean isCreating = promises.isEmpty() || !unanswered.isEmpty() || random.nextInt(3) > 0;
    if (isCreating) {
      create(probe);
      return;
    }
    Promise promise = promises.get(random.nextInt(promises.size()));
    if (promise.isDeletionAsked) {
      create(probe);
    } else if (random.nextInt(8) == 0) {
      delete(probe, promise);
    } else {
      change(probe, promise);
    }
  }

  /** One that was not answered is repeated, as a browser would. */
  private void create(HttpProbe probe) {
    String firstName = unanswered.isEmpty() ? name + "-" + ++count : unanswered;
    unanswered = firstName;
    Answer answer =
        probe.json(
            "POST",
            "/users",
            "{\"first_name\":\"%s\",\"last_name\":\"0\"}".formatted(firstName),
            "Idempotency-Key",
            firstName);
    if (isSuccess(answer)) {
      String location = answer.header("Location").orElseThrow();
      promises.add(new Promise(firstName, Long.parseLong(location.substring("/users/".length()))));
      unanswered = "";
    }
  }

  private static void change(HttpProbe probe, Promise promise) {
    promise.asked++;
    String body = "{\"last_name\":\"" + promise.asked + "\"}";
    if (isSuccess(probe.json("PUT", "/users/" + promise.id, body))) {
      promise.answered = promise.asked;
    }
  }

  private static void delete(HttpProbe probe, Promise promise) {
    promise.isDeletionAsked = true;
    promise.isDeleted = isSuccess(probe.ask("DELETE", "/users/" + promise.id));
  }

  private static boolean isSuccess(Answer answer) {
    if (answer.status() >= 400 && answer.status() < 500) {
      throw new AssertionError("refused: " + answer);
    }
    return answer.status() < 300;
  }
}
