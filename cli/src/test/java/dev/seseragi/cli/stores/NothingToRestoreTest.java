package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.Main;
import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.cli.stores.RemoteServer.Right;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireFault.Answer;
import dev.seseragi.testkit.wire.WireProxy;
import dev.seseragi.testkit.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * "There is nothing to restore" is said of a prefix that was listed to its end and is empty, and
 * never where it was not possible to look: neither by {@code restore -if-replica-exists} nor by
 * {@code replicate -restore-if-db-not-exists}, which would begin with an empty database.
 */
class NothingToRestoreTest {
  private static final RemoteLimits IMPATIENT =
      new RemoteLimits(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(3), 2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** More than a page holds, and nothing of a replica. */
  private static final int STRANGERS = 1_050;

  private static final String CROWDED = "crowded";

  private static RemoteServers servers;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    servers = new RemoteServers();
    for (RemoteServer.Kind kind : RemoteServer.Kind.values()) {
      addStrangers(servers.of(kind));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    servers.close();
  }

  private static void addStrangers(RemoteServer server) throws Exception {
    ReplicaLocation location = ReplicaUrl.parse(server.url(CROWDED));
    TestCli cli = server.cli(Path.of("/"), server.uri());
    try (ObjectStore store = Stores.plain(location, cli.surroundings());
        ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<PutOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < STRANGERS; i++) {
        String name = "others/%05d".formatted(i);
        outcomes.add(threads.submit(() -> store.create(name, Body.of(new byte[1]), Instant.EPOCH)));
      }
      for (Future<PutOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo(new PutOutcome.Created());
      }
    }
  }

  private Path target() {
    return folder.resolve("out.db");
  }

  private List<Result> attempts(TestCli cli, String url) {
    return List.of(
        cli.run("restore", "-if-replica-exists", "-o", "out.db", url),
        cli.run("replicate", "-restore-if-db-not-exists", "-once", "out.db", url));
  }

  private void assertCouldNotLook(RemoteServer server, String bucket, URI endpoint, String prefix)
      throws IOException {
    TestCli cli = server.cli(folder, endpoint).with(server.provider(IMPATIENT));
    for (Result result : attempts(cli, server.url(bucket, prefix, endpoint))) {
      assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
      assertThat(result.err()).as("%s", result).startsWith("Error: cannot list");
      assertThat(result.out() + result.err()).doesNotContain("no matching backup", "empty");
      assertThat(target()).doesNotExist();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(path -> path.getFileName().toString().contains("out.db"))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPrefixThatIsProvenEmptyIsNoError(RemoteServer.Kind kind) {
    RemoteServer server = servers.of(kind);
    for (String prefix : List.of(RemoteServers.newPrefix(), CROWDED)) {
      assertThat(
              server
                  .cli(folder, server.uri())
                  .run("restore", "-if-replica-exists", "-o", "out.db", server.url(prefix)))
          .isEqualTo(new Result(0, "no matching backups found\n", ""));
      assertThat(target()).doesNotExist();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPrefixThatIsProvenEmptyIsANewDatabase(RemoteServer.Kind kind) throws Exception {
    RemoteServer server = servers.of(kind);
    String url = server.url(RemoteServers.newPrefix());
    ChildJvm replicate =
        ChildJvm.running(
            Main.class, "replicate", "-restore-if-db-not-exists", "-exec", "true", target(), url);
    for (Map.Entry<String, String> variable : server.environment(server.uri()).entrySet()) {
      replicate = replicate.withEnvironment(variable.getKey(), variable.getValue());
    }

    try (ChildProcess process = replicate.start()) {
      process.awaitLine(
          PATIENCE, line -> line.contains("nothing to restore, the replica is empty"));
      assertThat(process.awaitExit(PATIENCE)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMissingBucketIsAnError(RemoteServer.Kind kind) throws IOException {
    RemoteServer server = servers.of(kind);

    assertCouldNotLook(server, RemoteServer.MISSING_BUCKET, server.uri(), "x");
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatCannotBeResolvedIsAnError(RemoteServer.Kind kind) throws IOException {
    RemoteServer server = servers.of(kind);

    assertCouldNotLook(server, server.bucket(), URI.create("http://store.seseragi.invalid"), "x");
  }

  /** A listing is longer than what is left of it here, even an empty one. */
  private static final List<WireFault> FAULTS_OF_ANY_PAGE =
      List.of(
          Answer.status(503),
          new Answer(200, Map.of(), ""),
          new WireFault.Reset(),
          new WireFault.Hang(),
          new WireFault.CutAnswer(20),
          new WireFault.ShortenAnswer(20));

  private static final List<WireFault> FAULTS_OF_THE_FIRST =
      List.of(
          Answer.status(401),
          Answer.status(404),
          Answer.status(429),
          Answer.status(500),
          new Answer(200, Map.of("content-type", "text/html"), "<html>Please log in</html>"),
          new WireFault.LoseAnswer());

  static Stream<Arguments> kindsAndFaults() {
    return Stream.of(RemoteServer.Kind.values())
        .flatMap(kind ->
            Stream.concat(FAULTS_OF_ANY_PAGE.stream(), FAULTS_OF_THE_FIRST.stream())
                .map(fault -> Arguments.of(kind, fault)));
  }

  static Stream<Arguments> kindsAndFaultsOfAnyPage() {
    return Stream.of(RemoteServer.Kind.values())
        .flatMap(kind -> FAULTS_OF_ANY_PAGE.stream().map(fault -> Arguments.of(kind, fault)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndFaults")
  void aListingThatFailsIsAnError(RemoteServer.Kind kind, WireFault fault) throws IOException {
    RemoteServer server = servers.of(kind);
    try (WireProxy proxy = WireProxy.to(server.uri())) {
      proxy.always(request -> true, fault);

      assertCouldNotLook(server, server.bucket(), proxy.uri(), "x");

      assertNothingWasWritten(server, proxy);
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndFaultsOfAnyPage")
  void aListingThatFailsInTheMiddleIsAnError(RemoteServer.Kind kind, WireFault fault)
      throws IOException {
    RemoteServer server = servers.of(kind);
    try (WireProxy proxy = WireProxy.to(server.uri())) {
      proxy.always(server::isLaterPage, fault);

      assertCouldNotLook(server, server.bucket(), proxy.uri(), CROWDED);

      assertThat(proxy.requests()).as("there is a second page").anyMatch(server::isLaterPage);
      assertNothingWasWritten(server, proxy);
    }
  }

  private static void assertNothingWasWritten(RemoteServer server, WireProxy proxy) {
    List<WireRequest> requests = proxy.requests();
    assertThat(requests).isNotEmpty().noneMatch(request -> server.needs(Right.CREATE, request));
  }

  @ParameterizedTest
  @EnumSource
  void aRoleThatMayNotListIsAnError(RemoteServer.Kind kind) throws IOException {
    RemoteServer server = servers.of(kind);
    try (WireProxy proxy = WireProxy.to(server.uri())) {
      proxy.always(request -> true, server.forbids(Right.LIST));

      assertCouldNotLook(server, server.bucket(), proxy.uri(), "x");
    }
  }
}
