package dev.seseragi.apps.users;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.database.StoredTime;
import dev.seseragi.apps.hash.Sha256;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.users.IdempotencyTable.Answer;
import dev.seseragi.apps.web.EntityTag;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with users. Each method is one transaction. Safe for use by many threads. */
final class Users {
  private final Database database;
  private final InstantSource clock;

  Users(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What came of a request to create.
   *
   * @param id of the user
   * @param json the user
   * @param isReplay whether an earlier request with the same key did it
   */
  record Created(long id, String json, boolean isReplay) {}

  Optional<User> find(long id) {
    return database.read(connection -> UserTable.find(connection, id));
  }

  User create(UserInput input) {
    return database.write(connection -> UserTable.insert(connection, input));
  }

  /**
   * Creates once for each key.
   *
   * @throws ProblemException if the key was used for something else
   */
  Created create(UserInput input, String key) {
    String hash = hash(input);
    Instant now = clock.instant();
    return database.write(connection -> {
      Optional<Answer> earlier = IdempotencyTable.find(connection, key, now);
      if (earlier.isPresent()) {
        if (!earlier.get().requestHash().equals(hash)) {
          throw new ProblemException(
              Problem.of(
                  422,
                  "idempotency_key_reused",
                  "this Idempotency-Key was used with another body; nothing was written"));
        }
        return new Created(earlier.get().userId(), earlier.get().response(), true);
      }
      User user = UserTable.insert(connection, input);
      String json = new String(user.toJson(), StandardCharsets.UTF_8);
      IdempotencyTable.insert(connection, key, new Answer(hash, user.id(), json), now);
      return new Created(user.id(), json, false);
    });
  }

  /**
   * Changes what the input names; {@code updated_at} in any case.
   *
   * @return empty if there is no such user
   * @throws ProblemException if {@code ifMatch} does not fit
   */
  Optional<User> change(long id, UserInput input, @Nullable String ifMatch) {
    String now = StoredTime.text(clock.instant());
    return database.write(connection ->
        isMissing(connection, id, ifMatch)
            ? Optional.empty()
            : UserTable.update(connection, id, input, now));
  }

  /**
   * Deletes.
   *
   * @return the user that was deleted; empty if there is none
   * @throws ProblemException if {@code ifMatch} does not fit
   */
  Optional<User> delete(long id, @Nullable String ifMatch) {
    return database.write(connection ->
        isMissing(connection, id, ifMatch) ? Optional.empty() : UserTable.delete(connection, id));
  }

  private static boolean isMissing(Connection connection, long id, @Nullable String ifMatch)
      throws SQLException {
    if (ifMatch == null) {
      return false;
    }
    Optional<User> user = UserTable.find(connection, id);
    if (user.isPresent() && !EntityTag.fits(ifMatch, EntityTag.of(user.get().toJson()))) {
      throw new ProblemException(
          Problem.of(
              412, "precondition_failed", "If-Match does not fit: the user has changed since"));
    }
    return user.isEmpty();
  }

  /** Of what is stored; neither text has a NUL. */
  private static String hash(UserInput input) {
    String last = input.lastName() == null ? "" : "=" + input.lastName();
    return Sha256.hex(input.firstName() + "\0" + last);
  }
}
