package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.s3.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the users API's image, run as a container: read-only, not as root, as process 1. */
final class ImageTreeTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHUTDOWN = Duration.ofSeconds(8);
  private static final String PROGRAM = "dev.seseragi.apps.users.Main";
  private static final String OPTIONS = "@/app/java.options";

  /** Named in deploy/image/modules with the reason. */
  private static final Set<String> LEFT_OUT = Set.of("java.desktop", "jdk.jfr");

  @TempDir Path folder;

  private ChildProcess serve(ImageTree tree, S3TestServer s3, int port, String disk)
      throws IOException {
    Map<String, String> environment = new HashMap<>(s3.environment());
    environment.put("PORT", String.valueOf(port));
    environment.put("USERS_DB", "/data/users.db");
    environment.put("SESERAGI_REPLICA_URL", s3.replicaUrl("users"));
    Path data = Files.createDirectory(folder.resolve(disk));
    return tree.start(data, environment, OPTIONS, PROGRAM, "serve");
  }

  private static void awaitServing(ChildProcess program) throws InterruptedException {
    program.awaitLine(LONG, line -> line.contains("listening on"));
  }

  @Test
  void theProgramServesEndsAndComesBackOnAnotherMachine() throws Exception {
    ImageTree tree = ImageTree.of("users-api");
    String files = tree.fingerprint();
    int port = Container.freePort();
    try (S3TestServer s3 = S3TestServer.inMemory()) {
      String rows;
      try (ChildProcess engine = serve(tree, s3, port, "first");
          HttpProbe probe = new HttpProbe(port)) {
        awaitServing(engine);
        Container container = Container.of(engine);
        assertThat(container.status("NSpid")).endsWith("\t1");
        assertThat(Files.readString(container.proc("uid_map")).trim()).startsWith("65532 ");
        assertThat(probe.get("/readyz").status()).isEqualTo(200);
        assertThat(
                probe
                    .json("POST", "/users", "{\"first_name\":\"花子\",\"last_name\":\"鈴木\"}")
                    .status())
            .isEqualTo(201);
        rows = probe.get("/users").body();
        assertThat(health(tree, port, "/readyz").exitCode()).isZero();
        assertThat(health(tree, port, "/nowhere").output()).contains("answered 404");
        assertThat(container.stop(SHUTDOWN)).isZero();
      }
      assertThat(health(tree, port, "/healthz").exitCode()).isEqualTo(1);
      try (ChildProcess engine = serve(tree, s3, port, "second");
          HttpProbe probe = new HttpProbe(port)) {
        awaitServing(engine);
        assertThat(probe.get("/users").body()).isEqualTo(rows).contains("花子");
        assertThat(Container.of(engine).stop(SHUTDOWN)).isZero();
      }
    }
    assertThat(tree.fingerprint()).isEqualTo(files);
  }

  private Shell.Result health(ImageTree tree, int port, String path) throws Exception {
    Path data = Files.createTempDirectory(folder, "health");
    return Shell.run(
        Map.of("PORT", String.valueOf(port)),
        tree.contained(data, tree.java(OPTIONS, "dev.seseragi.health.HealthProbe", path)));
  }

  @Test
  void theCacheIsUsed() throws Exception {
    ImageTree tree = ImageTree.of("users-api");
    Path data = Files.createDirectory(folder.resolve("data"));
    // -XX:AOTMode=on ends the JVM where it cannot use the cache.
    Shell.Result result =
        Shell.run(Map.of(), tree.contained(data, tree.java("-XX:AOTMode=on", OPTIONS, "-version")));
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  @Test
  void theRuntimeHasWhatIsFoundByNameOnly() throws Exception {
    ImageTree tree = ImageTree.of("users-api");
    Shell.Result result =
        Shell.run(
            Map.of("LC_ALL", "C.UTF-8"),
            List.of(
                tree.root() + "/app/jre/bin/java",
                "-cp",
                Shell.root().resolve("deploy/target/test-classes").toString(),
                RuntimeCheck.class.getName(),
                folder.toString()));
    assertThat(result.output())
        .contains(
            "authorities: true\n",
            "TLS: TLSv1.3\n",
            "curves: X",
            "cipher: AES/GCM/NoPadding\n",
            "Tokyo: 1970-01-01T09:00:00\n",
            "Monday: 月曜日\n",
            "file: せせらぎ true\n");
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"seseragi", "users-api", "pos"})
  @EnabledIfSystemProperty(named = "seseragi.deploy.long", matches = "true")
  void theRuntimeHasTheModulesThatTheJarsNeed(String name) throws Exception {
    Set<String> listed =
        Pattern.compile("(?m)^[a-z][a-z.]+$")
            .matcher(Files.readString(Shell.root().resolve("deploy/image/modules")))
            .results()
            .map(match -> match.group())
            .collect(Collectors.toCollection(TreeSet::new));
    listed.addAll(LEFT_OUT);
    String found =
        Shell.run("deploy/image/build-tree.sh", "modules", name).orFail().output().trim();
    assertThat(listed).containsAll(List.of(found.split(",", -1)));
  }
}
