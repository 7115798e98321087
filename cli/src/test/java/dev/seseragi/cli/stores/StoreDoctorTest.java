package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.cli.stores.RemoteServer.Right;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.wire.TlsFront;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireProxy;
import dev.seseragi.testkit.wire.WireRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code doctor} says of stores behind a network, and of what is wrong with them. */
class StoreDoctorTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static RemoteServers servers;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    servers = new RemoteServers();
  }

  @AfterAll
  static void stop() throws IOException {
    servers.close();
  }

  private Result doctor(RemoteServer server, String bucket, URI endpoint) {
    return server
        .cli(folder, endpoint)
        .run("doctor", server.url(bucket, RemoteServers.newPrefix(), endpoint));
  }

  private Result doctor(RemoteServer server, URI endpoint) {
    return doctor(server, server.bucket(), endpoint);
  }

  /** Behind a proxy at which some requests meet a fault. */
  private Result doctor(RemoteServer server, Predicate<WireRequest> which, WireFault fault)
      throws IOException {
    try (WireProxy proxy = WireProxy.to(server.uri())) {
      proxy.always(which, fault);
      return doctor(server, proxy.uri());
    }
  }

  /** The line of a check, which there is once. */
  private static String line(Result result, String check) {
    return result
        .out()
        .lines()
        .filter(line -> line.matches("\\w+ +\\Q" + check + "\\E  .*"))
        .reduce((one, other) -> one + " AND " + other)
        .orElseThrow(() -> new AssertionError("no line of " + check + ": " + result));
  }

  private static void assertFailed(Result result, String check, String... said) {
    assertThat(line(result, check)).startsWith("failed ").contains(said);
    assertThat(result.exitCode()).isEqualTo(1);
  }

  private static void assertUnreachable(Result result, String... said) {
    assertFailed(result, "reach", said);
    assertThat(result.out().lines().skip(2))
        .as("nothing else is tried")
        .hasSizeGreaterThan(8)
        .allMatch(line -> line.startsWith("skipped "));
  }

  @ParameterizedTest
  @EnumSource
  void whereAllIsWellEveryLineSaysSo(RemoteServer.Kind kind) {
    Result result = doctor(servers.of(kind), servers.of(kind).uri());

    assertThat(result.exitCode()).as(result.out()).isZero();
    assertThat(result.out().lines().skip(1)).hasSize(12).allMatch(line -> line.startsWith("ok "));
    assertThat(line(result, "list")).endsWith("proven empty");
    assertThat(line(result, "large if absent")).endsWith("9 MB are refused as well");
    assertThat(line(result, "time")).endsWith("agree within 30 s");
    assertThat(line(result, "read latency")).matches(".* p50 [0-9.]+ ms, p99 [0-9.]+ ms of 20");
    assertThat(line(result, "create latency")).contains(" p50 ", " p99 ");
  }

  // Nobody there.

  @ParameterizedTest
  @EnumSource
  void anUnknownCertificateAsksForCaCertificates(RemoteServer.Kind kind) throws Exception {
    RemoteServer server = servers.of(kind);
    try (TlsFront front = TlsFront.of(server.uri(), folder)) {
      assertUnreachable(
          doctor(server, front.uri()), front.uri().toString(), "ca-certificates", "certificate");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPortThatNobodyListensAtAsksForTheEndpoint(RemoteServer.Kind kind) throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    URI nowhere = URI.create("http://127.0.0.1:" + port);

    assertUnreachable(doctor(servers.of(kind), nowhere), nowhere.toString(), "network");
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatDoesNotExistAsksForTheEndpointAndDns(RemoteServer.Kind kind) {
    URI nowhere = URI.create("http://store.seseragi.invalid");

    assertUnreachable(doctor(servers.of(kind), nowhere), "store.seseragi.invalid", "DNS");
  }

  @Test
  void anEndpointThatIsAWebSiteIsToldApart() throws IOException {
    Result result =
        doctor(
            servers.of(RemoteServer.Kind.S3),
            request -> true,
            new WireFault.Answer(404, Map.of("content-type", "text/html"), "<html>no</html>"));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("Check endpoint and force-path-style");
  }

  // Somebody there who refuses.

  @ParameterizedTest
  @EnumSource
  void aMissingBucketIsNamed(RemoteServer.Kind kind) {
    RemoteServer server = servers.of(kind);

    Result result = doctor(server, RemoteServer.MISSING_BUCKET, server.uri());

    assertThat(line(result, "reach")).startsWith("ok ");
    assertFailed(result, "access", "no such bucket");
    assertFailed(result, "list", "there is no bucket", "no-such-bucket", "Create it");
  }

  @Test
  void wrongKeysAreNamed() {
    RemoteServer server = servers.of(RemoteServer.Kind.S3);

    Result result =
        server
            .cli(folder, server.uri())
            .with("AWS_SECRET_ACCESS_KEY", "not-the-secret")
            .run("doctor", server.url("x"));

    assertFailed(result, "access", "wrong credentials");
    assertFailed(result, "list", "Check secret-access-key");
    assertThat(result.out()).doesNotContain("not-the-secret");
  }

  @ParameterizedTest
  @EnumSource
  void aRoleThatMayNotListIsNamed(RemoteServer.Kind kind) throws IOException {
    RemoteServer server = servers.of(kind);

    Result result = doctor(server, it -> server.needs(Right.LIST, it), server.forbids(Right.LIST));

    assertThat(line(result, "access")).startsWith("ok ");
    assertFailed(result, "list", server.adviceFor(Right.LIST));
    assertFailed(result, "list what is new", server.adviceFor(Right.LIST));
    assertThat(line(result, "create if absent")).startsWith("ok ");
  }

  @ParameterizedTest
  @EnumSource
  void aRoleThatMayNotCreateIsNamed(RemoteServer.Kind kind) throws IOException {
    RemoteServer server = servers.of(kind);

    Result result =
        doctor(server, it -> server.needs(Right.CREATE, it), server.forbids(Right.CREATE));

    assertThat(line(result, "list")).startsWith("ok ");
    assertFailed(result, "create", server.adviceFor(Right.CREATE));
    assertThat(line(result, "create if absent")).startsWith("skipped ");
    assertThat(line(result, "time")).startsWith("ok ");
  }

  @ParameterizedTest
  @EnumSource
  void aRoleThatMayNotDeleteIsWell(RemoteServer.Kind kind) throws IOException {
    RemoteServer server = servers.of(kind);

    Result result =
        doctor(server, it -> server.needs(Right.DELETE, it), server.forbids(Right.DELETE));

    assertThat(result.exitCode()).as(result.out()).isZero();
    assertThat(line(result, "delete"))
        .startsWith("note ")
        .contains("seseragi retain", server.adviceFor(Right.DELETE));
    assertThat(result.out()).contains("left behind, to be deleted by someone who may: seseragi/");
  }

  // Somebody there who is none of them.

  @Test
  void aLookAlikeWithoutConditionalWritesIsFound() throws IOException {
    try (S3Server server = new S3Server(S3TestServer.trustful())) {
      Result result =
          doctor(
              server,
              request -> true,
              new WireFault.Rewrite(Map.of("if-none-match", ""), Map.of()));

      assertFailed(
          result, "create if absent", "ignores conditional writes", "Use a store or version");
      assertThat(line(result, "large if absent")).startsWith("skipped ");
    }
  }

  @Test
  void aLookAlikeWithoutThemForLargeObjectsIsFound() throws IOException {
    try (S3Server server = new S3Server(S3TestServer.trustful())) {
      Result result =
          doctor(
              server,
              request -> request.target().contains("uploadId="),
              new WireFault.Rewrite(Map.of("if-none-match", ""), Map.of()));

      assertThat(line(result, "create if absent")).startsWith("ok ");
      assertFailed(result, "large if absent", "conditional writes of large objects");
    }
  }

  @Test
  void aLookAlikeThatSaysItHasNoConditionalWritesIsFound() throws IOException {
    Result result =
        doctor(
            servers.of(RemoteServer.Kind.S3),
            request -> !request.header("if-none-match").isEmpty(),
            new WireFault.Answer(
                501, Map.of(), "<Error><Code>NotImplemented</Code><Message>x</Message></Error>"));

    assertFailed(result, "create", "If-None-Match", "Use a store that has it");
  }

  // The clock.

  @ParameterizedTest
  @EnumSource
  void aClockThatIsWrongIsMeasured(RemoteServer.Kind kind) throws IOException {
    RemoteServer server = servers.of(kind);
    Instant earlier = Instant.now().minus(HOUR);

    Result ahead = doctor(server, it -> true, new WireFault.Rewrite(Map.of(), date(earlier)));
    assertFailed(ahead, "time", "ahead of the store's", "Set it (NTP)");
    assertThat(line(ahead, "time")).containsPattern("clock is 3[56]\\d\\d s");

    Result behind =
        doctor(
            server,
            it -> true,
            new WireFault.Rewrite(Map.of(), date(earlier.plus(HOUR.multipliedBy(2)))));
    assertFailed(behind, "time", "behind the store's", "Set it (NTP)");
  }

  private static Map<String, String> date(Instant time) {
    return Map.of("date", RemoteServer.date(time));
  }

  @Test
  void aClockThatIsTooWrongToBeLetInIsMeasuredAllTheSame() throws IOException {
    Result result =
        doctor(
            servers.of(RemoteServer.Kind.S3),
            it -> true,
            new WireFault.Answer(
                403,
                date(Instant.now().minus(HOUR)),
                "<Error><Code>RequestTimeTooSkewed</Code><Message>skew</Message></Error>"));

    assertFailed(result, "list", "clock", "NTP");
    assertFailed(result, "time", "ahead of the store's", "Set it (NTP)");
  }
}
