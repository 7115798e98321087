package dev.seseragi.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireFault.Answer;
import dev.seseragi.testkit.wire.WireProxy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkGlobalTime;

/** Errors say what was refused, by whom, and what to do. */
final class S3ErrorTest {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.800Z");
  private static final Body BODY = Body.of(new byte[100]);

  private static S3TestServer server;
  private WireProxy proxy;

  @BeforeAll
  static void startServer() throws IOException {
    // Where no credentials are given the chain would ask the network for some.
    System.setProperty("aws.disableEc2Metadata", "true");
    server = S3TestServer.inMemory();
  }

  @AfterAll
  static void stopServer() throws IOException {
    System.clearProperty("aws.disableEc2Metadata");
    server.close();
  }

  @BeforeEach
  void startProxy() throws IOException {
    proxy = WireProxy.to(server.uri());
  }

  @AfterEach
  void stopProxy() {
    proxy.close();
    // The SDK corrects a clock that was refused: for the whole process, other tests included.
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  private ObjectStore open(String endpoint, Map<String, String> options) {
    return TestStores.open(
        "s3://%s/errors?endpoint=%s".formatted(S3TestServer.BUCKET, endpoint),
        TestStores.PATIENT,
        options);
  }

  /** Every kind of call, each of which must fail: none may take "could not look" for "empty". */
  private static List<ThrowingCallable> calls(ObjectStore store) {
    return List.of(
        () -> store.list("", null),
        () -> store.stat("0000/a"),
        () -> store.read("0000/a", 0, 10).close(),
        () -> store.create("0000/a", BODY, TIME),
        () -> store.put("0000/a", BODY, TIME),
        () -> store.delete(List.of("0000/a")));
  }

  private static void assertRefused(ObjectStore store, String... said) {
    try (store) {
      for (ThrowingCallable call : calls(store)) {
        assertThatThrownBy(call)
            .isInstanceOf(StoreForbiddenException.class)
            .message()
            .contains(store.describe())
            .contains(said)
            .doesNotContain(S3TestServer.SECRET_ACCESS_KEY);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | AccessDenied                | Access Denied                 | needs s3:
          403 | AllAccessDisabled           | off                           | needs s3:
          403 | ''                          | ''                            | answered 403
          400 | ExpiredToken                | The token has expired         | get new ones
          403 | RequestTimeTooSkewed        | The difference is too large   | clock
          301 | PermanentRedirect           | elsewhere                     | set region:
          400 | AuthorizationHeaderMalformed| expecting 'eu-west-1'         | expecting 'eu-west-1'
          501 | NotImplemented              | A header you provided implies | If-None-Match
          404 | NoSuchBucket                | none                          | there is no bucket
          405 | MethodNotAllowed            | no                            | MethodNotAllowed
          """)
  void whatTheServerRefusesIsExplained(int status, String code, String message, String said) {
    String body =
        code.isEmpty()
            ? ""
            : "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message);
    proxy.always(request -> true, new Answer(status, Map.of(), body));

    try (ObjectStore store = open(proxy.uri().toString(), Map.of())) {
      for (ThrowingCallable call : calls(store)) {
        // A head has no body, so its answer says less.
        Throwable error = catchThrowable(call);
        assertThat(error).isInstanceOf(StoreException.class);
      }
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining(said)
          .hasMessageContaining(store.describe());
    }
  }

  @Test
  void aClockThatIsWrongIsToldWithTheStoresTime() {
    proxy.always(
        request -> true,
        new Answer(
            403,
            Map.of("date", "Sat, 21 Nov 2026 07:00:00 GMT"),
            "<Error><Code>RequestTimeTooSkewed</Code><Message>skew</Message></Error>"));

    try (ObjectStore store = open(proxy.uri().toString(), Map.of())) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("Sat, 21 Nov 2026 07:00:00 GMT")
          .hasMessageContaining("NTP");
    }
  }

  @Test
  void aClockThatIsWrongOnceIsCorrectedOnTheWay() {
    proxy.next(
        request -> true,
        new Answer(
            403,
            Map.of("date", "Sat, 21 Nov 2026 07:00:00 GMT"),
            "<Error><Code>RequestTimeTooSkewed</Code><Message>skew</Message></Error>"));

    try (ObjectStore store = open(proxy.uri().toString(), Map.of())) {
      // Twice: the SDK believes the date it was told, and is told the right one then.
      assertThat(store.list("", null).objects()).isEmpty();
    }
  }

  @Test
  void aMissingBucketIsNoEmptyReplica() {
    String url = "s3://no-such-bucket/x?endpoint=" + server.uri();

    assertRefused(TestStores.open(url, TestStores.PATIENT, Map.of()), "no-such-bucket");
  }

  @Test
  void wrongKeysAreRefused() {
    assertRefused(
        open(
            server.uri().toString(),
            Map.of("access-key-id", "nobody", "secret-access-key", S3TestServer.SECRET_ACCESS_KEY)),
        "answered 403");
    assertRefused(
        open(
            server.uri().toString(),
            Map.of("access-key-id", S3TestServer.ACCESS_KEY_ID, "secret-access-key", "wrong")),
        "answered 403");
  }

  @Test
  void withoutCredentialsItSaysWhereTheyMayStand() {
    ObjectStore store =
        TestStores.open(
            "s3://%s/x?endpoint=%s".formatted(S3TestServer.BUCKET, server.uri()),
            TestStores.PATIENT,
            Map.of(),
            Map.of("AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", ""));

    assertRefused(store, "AWS_ACCESS_KEY_ID", "litestream.yml");
  }

  @Test
  void aNameThatCannotBeResolvedIsAnError() {
    try (ObjectStore store = open("http://s3.seseragi.invalid", Map.of())) {
      for (ThrowingCallable call : calls(store)) {
        assertThatThrownBy(call)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("s3.seseragi.invalid")
            .hasMessageContaining("DNS");
      }
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    try (ObjectStore store = open("http://127.0.0.1:" + port, Map.of())) {
      for (ThrowingCallable call : calls(store)) {
        assertThatThrownBy(call)
            .as("certainly not applied: no Unknown")
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("127.0.0.1:" + port)
            .hasMessageContaining("cannot be reached");
      }
    }
  }

  @Test
  void anEndpointWithoutTlsIsToldApart() {
    String endpoint = server.uri().toString().replace("http:", "https:");

    assertRefused(open(endpoint, Map.of()), "does not speak TLS", "http://");
  }

  @Test
  void neitherMessagesNorTracesShowASecret() {
    for (WireFault fault :
        List.of(new WireFault.Reset(), Answer.status(403), new Answer(200, Map.of(), "<x>"))) {
      proxy.always(request -> true, fault);
      try (ObjectStore store = open(proxy.uri().toString(), Map.of())) {
        StringWriter trace = new StringWriter();
        catchThrowable(() -> store.list("", null)).printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
            .contains("Store")
            .doesNotContain(S3TestServer.SECRET_ACCESS_KEY)
            .doesNotContain("Signature=");
        assertThat(store.toString() + store.describe())
            .doesNotContain(S3TestServer.SECRET_ACCESS_KEY);
      }
      proxy.heal();
    }
  }
}
