package dev.seseragi.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreForbiddenException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client trusts, and what it sends over TLS only. */
final class S3TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String LISTING =
      "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";

  private static final List<Headers> SEEN = new CopyOnWriteArrayList<>();

  @TempDir private static Path folder;
  private static HttpsServer server;
  private static Path certificate;

  @BeforeAll
  static void start() throws Exception {
    Path keys = folder.resolve("keys.p12");
    certificate = folder.resolve("ca.pem");
    keytool(
        "-genkeypair -alias a -keyalg EC -dname CN=test -ext san=ip:127.0.0.1 -validity 2 -storetype"
            + " PKCS12 -storepass changeit -keystore "
            + keys);
    keytool(
        "-exportcert -rfc -alias a -storepass changeit -keystore "
            + keys
            + " -file "
            + certificate);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(keys)) {
      store.load(bytes, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", S3TlsTest::answer);
    server.start();
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder((keytool + " " + arguments).split(" ", -1)).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    SEEN.add(exchange.getRequestHeaders());
    boolean isPut = exchange.getRequestMethod().equals("PUT");
    if (isPut) {
      exchange.getResponseHeaders().add("ETag", "\"" + Md5.of(body).hex() + "\"");
    }
    byte[] answer = isPut ? new byte[0] : LISTING.getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static ObjectStore open(Map<String, String> options, Map<String, String> environment) {
    return TestStores.open(
        "s3://bucket/x?endpoint=https://127.0.0.1:" + server.getAddress().getPort(),
        TestStores.PATIENT,
        options,
        environment);
  }

  @Test
  void aCertificateThatNobodyTrustsIsExplained() {
    try (ObjectStore store = open(Map.of(), Map.of())) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("AWS_CA_BUNDLE")
          .hasMessageContaining("ca-certificates");
    }
  }

  @Test
  void aBundleOfTheEnvironmentIsTrusted() {
    try (ObjectStore store = open(Map.of(), Map.of("AWS_CA_BUNDLE", certificate.toString()))) {
      assertThat(store.list("", null).objects()).isEmpty();
    }
  }

  @Test
  void aBundleWithoutCertificatesIsNamed() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
    try (ObjectStore store = open(Map.of(), Map.of("AWS_CA_BUNDLE", empty.toString()))) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining(empty.toString());
    }
  }

  @Test
  void verificationCanBeSkipped() {
    try (ObjectStore store = open(Map.of("skip-verify", "true"), Map.of())) {
      assertThat(store.list("", null).objects()).isEmpty();
    }
  }

  @Test
  void bodiesAreSignedUnlessToldOtherwise() {
    assertThat(sentWith(Map.of()).getFirst("x-amz-content-sha256")).matches("[0-9a-f]{64}");
    assertThat(sentWith(Map.of("sign-payload", "false")).getFirst("x-amz-content-sha256"))
        .isEqualTo("UNSIGNED-PAYLOAD");
  }

  @Test
  void aKeyOfOnesOwnGoesWithTheRequest() {
    String key = Base64.getEncoder().encodeToString(new byte[32]);

    Headers sent = sentWith(Map.of("sse-customer-key", key));

    assertThat(sent.getFirst("x-amz-server-side-encryption-customer-algorithm"))
        .isEqualTo("AES256");
    assertThat(sent.getFirst("x-amz-server-side-encryption-customer-key")).isEqualTo(key);
    assertThat(sent.getFirst("x-amz-server-side-encryption-customer-key-MD5"))
        .isEqualTo("cLyPS3KoaSFGi/joRB3OUQ==");
  }

  private static Headers sentWith(Map<String, String> options) {
    SEEN.clear();
    try (ObjectStore store = open(options, Map.of("AWS_CA_BUNDLE", certificate.toString()))) {
      store.put("config", Body.of(new byte[10]), Instant.EPOCH);
    }
    return SEEN.getFirst();
  }
}
