package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.s3.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The files of the images, run as containers: read-only, not as root, as process 1. Each build runs
 * those of the users API; {@code -Dseseragi.deploy.long=true} adds the other two, half a minute.
 */
final class ImageTreeTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHUTDOWN = Duration.ofSeconds(8);

  /** Named in deploy/image/modules with the reason. */
  private static final Set<String> LEFT_OUT = Set.of("java.desktop", "jdk.jfr");

  @TempDir Path folder;

  @Test
  void theUsersApiServesEndsAndComesBackOnAnotherMachine() throws Exception {
    servesEndsAndComesBack(
        ImageTree.of(Image.USERS_API),
        Map.of("USERS_DB", "/data/users.db"),
        "/users",
        "{\"first_name\":\"花子\",\"last_name\":\"鈴木\"}");
  }

  @Test
  @EnabledIfSystemProperty(named = "seseragi.deploy.long", matches = "true")
  void thePointOfSaleServesEndsAndComesBackOnAnotherMachine() throws Exception {
    servesEndsAndComesBack(
        ImageTree.of(Image.POS),
        Map.of("POS_DB", "/data/pos.db"),
        "/api/products",
        "{\"product_name\":\"花子のやきそば\",\"price\":500,\"stock\":20}");
  }

  /**
   * An application whose things are asked for and made at one path.
   *
   * @param row is made; its text has 花子 in it
   */
  private void servesEndsAndComesBack(
      ImageTree tree, Map<String, String> settings, String path, String row) throws Exception {
    String files = tree.fingerprint();
    checkCache(tree);
    int port = Container.freePort();
    try (S3TestServer s3 = S3TestServer.inMemory()) {
      Map<String, String> environment = new HashMap<>(settings);
      environment.putAll(s3.environment());
      environment.put("PORT", String.valueOf(port));
      environment.put("SESERAGI_REPLICA_URL", s3.replicaUrl("replica"));
      String rows;
      try (ChildProcess engine = serve(tree, environment, "first");
          HttpProbe probe = new HttpProbe(port)) {
        Container container = Container.of(engine);
        checkContained(container);
        assertThat(probe.get("/readyz").status()).isEqualTo(200);
        assertThat(probe.json("POST", path, row).status()).isEqualTo(201);
        rows = probe.get(path).body();
        assertThat(health(tree, port, "/readyz").exitCode()).isZero();
        assertThat(health(tree, port, "/nowhere").output()).contains("answered 404");
        assertThat(container.stop(SHUTDOWN)).isZero();
      }
      assertThat(health(tree, port, "/healthz").exitCode()).isEqualTo(1);
      try (ChildProcess engine = serve(tree, environment, "second");
          HttpProbe probe = new HttpProbe(port)) {
        assertThat(probe.get(path).body()).isEqualTo(rows).contains("花子");
        assertThat(Container.of(engine).stop(SHUTDOWN)).isZero();
      }
    }
    assertThat(tree.fingerprint()).isEqualTo(files);
  }

  /** Returns when it listens. */
  private ChildProcess serve(ImageTree tree, Map<String, String> environment, String disk)
      throws IOException, InterruptedException {
    Path data = Files.createDirectory(folder.resolve(disk));
    ChildProcess program = tree.start(data, environment, "serve");
    program.awaitLine(LONG, line -> line.contains("listening on"));
    return program;
  }

  private static void checkContained(Container container) throws IOException {
    assertThat(container.status("NSpid")).endsWith("\t1");
    assertThat(Files.readString(container.proc("uid_map")).trim()).startsWith("65532 ");
  }

  private Shell.Result health(ImageTree tree, int port, String path) throws Exception {
    Path data = Files.createTempDirectory(folder, "health");
    return Shell.run(
        Map.of("PORT", String.valueOf(port)),
        tree.contained(data, tree.image().java("dev.seseragi.health.HealthProbe", path)));
  }

  /** {@code -XX:AOTMode=on} ends the JVM where it cannot use the cache. */
  private void checkCache(ImageTree tree) throws Exception {
    Path data = Files.createDirectory(folder.resolve("cache"));
    List<String> command = tree.image().java("-XX:AOTMode=on", "-version");
    Shell.run(Map.of(), tree.contained(data, command)).orFail();
  }

  @Test
  @EnabledIfSystemProperty(named = "seseragi.deploy.long", matches = "true")
  void theCommandFollowsEndsAndRestoresOnAnotherMachine() throws Exception {
    ImageTree tree = ImageTree.of(Image.SESERAGI);
    String files = tree.fingerprint();
    checkCache(tree);
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    try (S3TestServer s3 = S3TestServer.inMemory();
        Connection shop = DriverManager.getConnection("jdbc:sqlite:" + first.resolve("shop.db"));
        Statement statement = shop.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE sale(what)");
      String replica = s3.replicaUrl("shop");
      try (ChildProcess engine =
          tree.start(first, s3.environment(), "replicate", "/data/shop.db", replica)) {
        Container container = Container.of(engine);
        checkContained(container);
        engine.awaitLine(LONG, line -> line.contains("msg=replicating"));
        statement.execute("INSERT INTO sale VALUES ('tea')");
        assertThat(container.stop(SHUTDOWN)).as(engine::errorOutput).isZero();
      }
      awaitSuccess(tree.start(second, s3.environment(), "restore", "-o", "/data/shop.db", replica));
      awaitSuccess(tree.start(second, s3.environment(), "verify", replica));
    }
    assertThat(sales(second.resolve("shop.db"))).isEqualTo("tea");
    assertThat(tree.fingerprint()).isEqualTo(files);
  }

  private static void awaitSuccess(ChildProcess command) throws InterruptedException {
    try (command) {
      assertThat(command.awaitExit(LONG)).as(command::errorOutput).isZero();
    }
  }

  private static String sales(Path database) throws SQLException {
    try (Connection shop = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = shop.createStatement();
        ResultSet rows = statement.executeQuery("SELECT group_concat(what) FROM sale")) {
      return rows.getString(1);
    }
  }

  @Test
  void theRuntimeHasWhatIsFoundByNameOnly() throws Exception {
    ImageTree tree = ImageTree.of(Image.USERS_API);
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
  @EnumSource
  @EnabledIfSystemProperty(named = "seseragi.deploy.long", matches = "true")
  void theRuntimeHasTheModulesThatTheJarsNeed(Image image) throws Exception {
    Set<String> listed =
        Pattern.compile("(?m)^[a-z][a-z.]+$")
            .matcher(Files.readString(Shell.root().resolve("deploy/image/modules")))
            .results()
            .map(match -> match.group())
            .collect(Collectors.toCollection(TreeSet::new));
    listed.addAll(LEFT_OUT);
    String found =
        Shell.run("deploy/image/build-tree.sh", "modules", image.target()).orFail().output().trim();
    assertThat(listed).containsAll(List.of(found.split(",", -1)));
  }
}
