package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.process.Signal;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Node application of deploy/examples/node under {@code seseragi run}.
 *
 * <p>{@code -Dseseragi.deploy.rounds=N} and {@code -Dseseragi.deploy.seed=N} for longer runs;
 * {@code -Dseseragi.deploy.long=true} takes the command from the files of its image.
 */
final class NodeExampleTest {
  private static final int ROUNDS = Integer.getInteger("seseragi.deploy.rounds", 3);
  private static final long SEED = Long.getLong("seseragi.deploy.seed", System.nanoTime());
  private static final boolean IS_OF_IMAGE = Boolean.getBoolean("seseragi.deploy.long");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHUTDOWN = Duration.ofSeconds(9);
  private static final int CLIENTS = 6;
  private static final int LONGEST_LOAD_MILLIS = 1_000;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Queue<String> answered = new ConcurrentLinkedQueue<>();

  @TempDir Path folder;

  private String node = "";

  @BeforeEach
  void findNode() throws InterruptedException {
    node = Node.find().toString();
    if (!Files.isDirectory(Shell.root().resolve("cli/target/lib"))) {
      Shell.skip("no command without jars: run ./mvnw verify, or package, and not test");
    }
  }

  /** As the Dockerfile has it. */
  private ChildProcess start(S3TestServer s3, int port, int round)
      throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk-" + round));
    Path example = Shell.root().resolve("deploy/examples/node");
    Map<String, String> environment = new HashMap<>(s3.environment());
    environment.put("NOTES_DB", disk.resolve("notes.db").toString());
    environment.put("REPLICA_URL", s3.replicaUrl("notes"));
    List<String> command = new ArrayList<>(IS_OF_IMAGE ? commandOfImage() : commandOfBuild());
    command.addAll(
        List.of(
            "run",
            "-proxy",
            port + ":0",
            "-health",
            "/healthz",
            "-config",
            example.resolve("seseragi.yml").toString(),
            "--",
            node,
            example.resolve("server.mjs").toString()));
    return Shell.start(environment, command);
  }

  private static List<String> commandOfBuild() {
    Path cli = Shell.root().resolve("cli/target");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        cli + "/seseragi-cli.jar:" + cli + "/lib/*",
        Image.SESERAGI.program());
  }

  /** In this machine's files, with those of the image where a Dockerfile copies them to. */
  private static List<String> commandOfImage() throws InterruptedException {
    String home = Image.SESERAGI.home();
    List<String> command =
        new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-euc"));
    command.add(
        "mount -t tmpfs tmpfs /opt && mkdir %s && mount --bind \"$0\" %s && exec \"$@\""
            .formatted(home, home));
    command.add(ImageTree.of(Image.SESERAGI).root() + home);
    command.addAll(Image.SESERAGI.entryPoint());
    return command;
  }

  private static void awaitServing(ChildProcess program, HttpProbe probe)
      throws InterruptedException {
    Await.until(
        () -> "the application serves: " + program.errorOutput(),
        LONG,
        () -> {
          try {
            return probe.get("/healthz").status() == 200;
          } catch (UncheckedIOException notYet) {
            return false;
          }
        });
  }

  @Test
  void everyNoteThatWasAnsweredSurvivesTheContainer() throws Exception {
    try (S3TestServer s3 = S3TestServer.inMemory()) {
      for (int round = 1; round <= ROUNDS; round++) {
        live(s3, round);
      }
      int port = Container.freePort();
      try (ChildProcess last = start(s3, port, ROUNDS + 1);
          HttpProbe probe = new HttpProbe(port)) {
        awaitServing(last, probe);
        check(probe, ROUNDS + 1);
      }
    }
    assertThat(answered).hasSizeGreaterThan(ROUNDS);
    System.out.printf(
        "Node example: %d rounds, %d notes answered, none lost%n", ROUNDS, answered.size());
  }

  private void live(S3TestServer s3, int round) throws Exception {
    int port = Container.freePort();
    try (ChildProcess program = start(s3, port, round);
        HttpProbe probe = new HttpProbe(port)) {
      awaitServing(program, probe);
      check(probe, round);
      List<Thread> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        String name = round + "-" + client;
        clients.add(Thread.ofPlatform().start(() -> write(probe, name)));
      }
      new CountDownLatch(1).await(200 + random.nextInt(LONGEST_LOAD_MILLIS), TimeUnit.MILLISECONDS);
      killEverything(program);
      for (Thread client : clients) {
        client.join();
      }
    }
  }

  /** Node first or last: both happen when a machine is lost. */
  private void killEverything(ChildProcess program) throws InterruptedException {
    List<ProcessHandle> children =
        ProcessHandle.of(program.pid()).orElseThrow().descendants().toList();
    assertThat(children).as("Node is a child").isNotEmpty();
    if (random.nextBoolean()) {
      children.forEach(ProcessHandle::destroyForcibly);
      program.kill();
    } else {
      program.kill();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Writes until nobody answers any more; what is not answered is not repeated. */
  private void write(HttpProbe probe, String client) {
    try {
      for (int i = 0; ; i++) {
        String text = client + "-" + i;
        Answer answer = probe.ask("POST", "/notes", text.getBytes(StandardCharsets.UTF_8));
        if (answer.status() == 201) {
          answered.add(text);
        }
      }
    } catch (UncheckedIOException itIsGone) {
      // As planned.
    }
  }

  private void check(HttpProbe probe, int round) {
    Map<String, Integer> counts = new HashMap<>();
    for (Object one : (List<?>) Objects.requireNonNull(probe.get("/notes").json())) {
      Map<?, ?> note = (Map<?, ?>) Objects.requireNonNull(one);
      counts.merge((String) Objects.requireNonNull(note.get("text")), 1, Integer::sum);
    }
    assertThat(counts.values())
        .as("each once, round %d, seed %d", round, SEED)
        .allMatch(count -> count == 1);
    assertThat(counts.keySet())
        .as("all that was answered, round %d, seed %d", round, SEED)
        .containsAll(answered);
  }

  @Test
  void anEndInOrderIsOneOfBoth() throws Exception {
    int port = Container.freePort();
    try (S3TestServer s3 = S3TestServer.inMemory();
        ChildProcess program = start(s3, port, 1);
        HttpProbe probe = new HttpProbe(port)) {
      awaitServing(program, probe);
      assertThat(probe.ask("POST", "/notes", "tea".getBytes(StandardCharsets.UTF_8)).status())
          .isEqualTo(201);
      assertThat(probe.get("/nowhere").status()).isEqualTo(404);
      program.signal(Signal.TERM);
      assertThat(program.awaitExit(SHUTDOWN)).isZero();
    }
  }
}
