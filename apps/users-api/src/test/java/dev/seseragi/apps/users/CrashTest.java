package dev.seseragi.apps.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.json.JsonNumber;
import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.apps.users.CrashClient.Promise;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.s3.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends the program with SIGKILL under load, again and again, and starts it each time on a new disk
 * from what S3 has: every answered write is there, and no user is there twice.
 *
 * <p>{@code -Dseseragi.apps.rounds=N} and {@code -Dseseragi.apps.seed=N} for longer runs.
 */
final class CrashTest {
  private static final int ROUNDS = Integer.getInteger("seseragi.apps.rounds", 20);
  private static final long SEED = Long.getLong("seseragi.apps.seed", System.nanoTime());
  private static final int CLIENTS = 6;
  private static final int LONGEST_LOAD_MILLIS = 500;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<CrashClient> clients = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void everyAnsweredWriteSurvivesTheContainer() throws Exception {
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new CrashClient("c" + i, random.split()));
    }
    try (S3TestServer s3 = S3TestServer.inMemory()) {
      for (int round = 1; round <= ROUNDS; round++) {
        live(s3, round);
      }
      try (ChildProcess last = start(s3, ROUNDS + 1)) {
        check(last, ROUNDS + 1);
      }
    }
    int count = clients.stream().mapToInt(client -> client.promises().size()).sum();
    System.out.printf("crash test: %d rounds, %d users answered, none lost%n", ROUNDS, count);
  }

  private void live(S3TestServer s3, int round) throws Exception {
    try (ChildProcess program = start(s3, round)) {
      int port = check(program, round);
      List<Thread> threads = new ArrayList<>();
      try (HttpProbe probe = new HttpProbe(port)) {
        for (CrashClient client : clients) {
          threads.add(Thread.ofPlatform().start(() -> client.run(probe)));
        }
        new CountDownLatch(1)
            .await(100 + random.nextInt(LONGEST_LOAD_MILLIS), TimeUnit.MILLISECONDS);
        program.kill();
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }
  }

  /** A new disk each time: nothing is left of the container before. */
  private ChildProcess start(S3TestServer s3, int round) throws IOException {
    Path disk = Files.createDirectories(folder.resolve("disk-" + round));
    ChildJvm program =
        ChildJvm.running(Main.class)
            .withEnvironment("PORT", String.valueOf(HttpProbe.freePort()))
            .withEnvironment("USERS_DB", disk.resolve("users.db").toString())
            .withEnvironment("USERS_ACCESS_LOG", "off")
            .withEnvironment("SESERAGI_REPLICA_URL", s3.replicaUrl("users"));
    for (Map.Entry<String, String> variable : s3.environment().entrySet()) {
      program = program.withEnvironment(variable.getKey(), variable.getValue());
    }
    return program.start();
  }

  /** Waits until the program serves, and compares what it has with what was promised. */
  private int check(ChildProcess program, int round) throws InterruptedException {
    int port = ProgramTest.awaitPort(program);
    try (HttpProbe probe = new HttpProbe(port)) {
      Map<String, Stored> there = new HashMap<>();
      for (Object one : (List<?>) Objects.requireNonNull(probe.get("/users").json())) {
        Map<?, ?> user = (Map<?, ?>) Objects.requireNonNull(one);
        String firstName = (String) Objects.requireNonNull(user.get("first_name"));
        assertThat(there.put(firstName, Stored.of(user)))
            .describedAs("%s is there twice, round %d, seed %d", firstName, round, SEED)
            .isNull();
      }
      for (CrashClient client : clients) {
        client.promises().forEach(promise -> check(promise, there.get(promise.firstName()), round));
      }
    }
    return port;
  }

  /** What is compared of a user. */
  private record Stored(long id, int change) {
    static Stored of(Map<?, ?> user) {
      JsonNumber id = (JsonNumber) Objects.requireNonNull(user.get("id"));
      String lastName = (String) Objects.requireNonNull(user.get("last_name"));
      return new Stored(id.whole().orElseThrow(), Integer.parseInt(lastName));
    }
  }

  private static void check(Promise promise, @Nullable Stored stored, int round) {
    String what = "%s, round %d, seed %d".formatted(promise.firstName(), round, SEED);
    if (stored == null) {
      assertThat(promise.mayBeMissing()).describedAs("missing: " + what).isTrue();
      return;
    }
    assertThat(promise.isDeleted()).describedAs("deleted: " + what).isFalse();
    assertThat(stored.id()).describedAs(what).isEqualTo(promise.id());
    assertThat(promise.allows(stored.change()))
        .describedAs("change %d of %s", stored.change(), what)
        .isTrue();
  }
}
