package dev.seseragi.apps.users;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.json.JsonWriter;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.users.Users.Created;
import dev.seseragi.apps.web.Body;
import dev.seseragi.apps.web.ClassPathFile;
import dev.seseragi.apps.web.EntityTag;
import dev.seseragi.apps.web.Routes;
import dev.seseragi.apps.web.WebServer;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** Requests and answers. */
final class UsersApi {
  private static final int MAX_KEY_LENGTH = 255;

  private final Users users;
  private final UserList list;

  UsersApi(Database database, InstantSource clock, RandomGenerator random) {
    this.users = new Users(database, clock);
    this.list = new UserList(database, random);
  }

  void addTo(Routes routes) {
    routes.at("/", methods -> methods.get(UsersApi::links));
    routes.at("/openapi.json", methods -> methods.get(UsersApi::description));
    routes.at("/users", methods -> methods.get(list::answer).post(this::create));
    routes.at(
        "/users/{id}", methods -> methods.get(this::find).put(this::change).delete(this::delete));
  }

  private static void links(Context context) {
    context.result(
        new JsonWriter()
            .beginObject()
            .field("users", "/users")
            .field("description", "/openapi.json")
            .field("health", "/healthz")
            .field("readiness", "/readyz")
            .field("metrics", "/metrics")
            .endObject()
            .toBytes());
  }

  private static void description(Context context) {
    context.result(ClassPathFile.read(UsersApi.class, "openapi.json"));
  }

  private void find(Context context) {
    byte[] json = users.find(id(context)).orElseThrow(UsersApi::noSuchUser).toJson();
    String tag = EntityTag.of(json);
    context.header("ETag", tag);
    if (EntityTag.isKnown(context.header("If-None-Match"), tag)) {
      context.status(304);
    } else {
      context.result(json);
    }
  }

  private void create(Context context) {
    Optional<String> key = idempotencyKey(context);
    UserInput input = UserInput.of(Body.json(context), true);
    if (key.isEmpty()) {
      User user = users.create(input);
      created(context, user.id(), user.toJson());
      WebServer.showsOwnCommit(context);
      return;
    }
    Created created = users.create(input, key.get());
    created(context, created.id(), created.json().getBytes(StandardCharsets.UTF_8));
    if (created.isReplay()) {
      context.status(200).header("Idempotent-Replay", "true");
    } else {
      WebServer.showsOwnCommit(context);
    }
  }

  private static void created(Context context, long id, byte[] json) {
    context.status(201).header("Location", "/users/" + id);
    context.header("ETag", EntityTag.of(json)).result(json);
  }

  private void change(Context context) {
    long id = id(context);
    UserInput input = UserInput.of(Body.json(context), false);
    byte[] json =
        users
            .change(id, input, context.header("If-Match"))
            .orElseThrow(UsersApi::noSuchUser)
            .toJson();
    WebServer.showsOwnCommit(context);
    context.header("ETag", EntityTag.of(json)).result(json);
  }

  private void delete(Context context) {
    byte[] json =
        users
            .delete(id(context), context.header("If-Match"))
            .orElseThrow(UsersApi::noSuchUser)
            .toJson();
    WebServer.showsOwnCommit(context);
    context.result(json);
  }

  private static long id(Context context) {
    OptionalLong id = Ids.digits(context.pathParam("id"));
    if (id.isEmpty() || id.getAsLong() == 0) {
      throw noSuchUser();
    }
    return id.getAsLong();
  }

  private static ProblemException noSuchUser() {
    return new ProblemException(Problem.of(404, "not_found", "there is no such user"));
  }

  private static Optional<String> idempotencyKey(Context context) {
    String key = context.header("Idempotency-Key");
    if (key == null) {
      return Optional.empty();
    }
    boolean isVisible = key.chars().allMatch(c -> c > ' ' && c <= '~');
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH || !isVisible) {
      throw new ProblemException(
          Problem.validation(
              "wrong: Idempotency-Key",
              Map.of(
                  "Idempotency-Key",
                  List.of("must have 1 to " + MAX_KEY_LENGTH + " visible ASCII characters"))));
    }
    return Optional.of(key);
  }
}
