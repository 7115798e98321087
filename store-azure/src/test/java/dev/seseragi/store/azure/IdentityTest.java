package dev.seseragi.store.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the process is, against a server that gives tokens. */
final class IdentityTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");
  private static final Instant END = Instant.ofEpochSecond(1795247710);

  @TempDir Path folder;
  private final List<String> questions = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> environment = new HashMap<>();
  private HttpServer server;
  private int status = 200;
  private String answer =
      """
      {"access_token":"t0ken","expires_on":"1795247710","resource":"https://storage.azure.com/",\
      "token_type":"Bearer"}\
      """;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      questions.add(
          "%s %s %s"
              .formatted(
                  exchange.getRequestURI(),
                  exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII)));
      byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void runInAContainer() {
    environment.put("IDENTITY_ENDPOINT", url() + "/token");
    environment.put("IDENTITY_HEADER", "header");
    environment.put("AZURE_CLIENT_ID", "some id");
  }

  private void runAsAnApplication() {
    environment.put("AZURE_AUTHORITY_HOST", url() + "/");
    environment.put("AZURE_TENANT_ID", "tenant");
    environment.put("AZURE_CLIENT_ID", "client");
    answer = "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t0ken\"}";
  }

  private AccessToken token() {
    return new Identity(TokenSource.of(environment), RemoteLimits.DEFAULT, () -> NOW)
        .getTokenSync(new TokenRequestContext());
  }

  private void assertThatTheTokenEndsAt(Instant end) {
    AccessToken token = token();
    assertThat(token.getToken()).isEqualTo("t0ken");
    assertThat(token.getExpiresAt().toInstant()).isEqualTo(end);
  }

  @Test
  void aContainerGetsItsToken() {
    runInAContainer();

    assertThatTheTokenEndsAt(END);
    assertThat(questions)
        .containsExactly(
            "/token?api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com%2F"
                + "&client_id=some+id header ");
  }

  @Test
  void anApplicationGetsItsTokenForItsSecret() {
    runAsAnApplication();
    environment.put("AZURE_CLIENT_SECRET", "s3cr3t&");

    assertThatTheTokenEndsAt(NOW.plusSeconds(3_599));
    assertThat(questions)
        .containsExactly(
            "/tenant/oauth2/v2.0/token null client_id=client&client_secret=s3cr3t%26"
                + "&grant_type=client_credentials&scope=https%3A%2F%2Fstorage.azure.com%2F.default");
  }

  @Test
  void aWorkloadGetsItsTokenForTheOneInItsFile() throws IOException {
    runAsAnApplication();
    Path file = folder.resolve("token");
    environment.put("AZURE_FEDERATED_TOKEN_FILE", file.toString());
    assertThatTheTokenMayComeLater("there is no file " + file);

    Files.writeString(file, "kubernetes\n");

    assertThatTheTokenEndsAt(NOW.plusSeconds(3_599));
    assertThat(questions)
        .singleElement()
        .asString()
        .contains("client_assertion=kubernetes&", "jwt-bearer", "client_id=client");
  }

  @Test
  void aRefusalIsNamedByItsNumberAndShowsNoSecret() {
    runAsAnApplication();
    environment.put("AZURE_CLIENT_SECRET", "s3cr3t");
    status = 401;
    answer =
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid s3cr3t.\"}";

    assertThatThrownBy(this::token)
        .isInstanceOf(ClientAuthenticationException.class)
        .hasMessageContaining("401 AADSTS7000215")
        .hasMessageContaining("AZURE_CLIENT_SECRET")
        .hasMessageNotContaining("s3cr3t");
    assertThat(TokenSource.of(environment).toString()).doesNotContain("s3cr3t");
  }

  @Test
  void anAuthorityThatIsNoAddressIsNamed() {
    runAsAnApplication();
    environment.put("AZURE_CLIENT_SECRET", "s3cr3t");
    environment.put("AZURE_AUTHORITY_HOST", "https://not a host");

    assertThatThrownBy(() -> TokenSource.of(environment))
        .isInstanceOf(StoreConfigurationException.class)
        .hasMessageContaining("AZURE_AUTHORITY_HOST");
  }

  @Test
  void aMachineWithoutAnIdentityIsToldWhatToSet() {
    runInAContainer();
    status = 400;

    assertThatThrownBy(this::token)
        .isInstanceOf(ClientAuthenticationException.class)
        .hasMessageContaining("LITESTREAM_AZURE_ACCOUNT_KEY")
        .hasMessageContaining("127.0.0.1 answers 400");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 429, 500, 503})
  void anEndpointThatIsOnlyAboutToStartIsAskedAgain(int now) {
    runInAContainer();
    status = now;

    assertThatTheTokenMayComeLater("answers " + now);
  }

  @Test
  void anAnswerWithoutATokenAndAnEndpointThatIsNotThereMayPass() {
    runInAContainer();
    for (String useless :
        List.of("", "nothing", "[]", "{\"error\":\"none\"}", "{\"access_token\":\"t0ken\"}")) {
      answer = useless;
      assertThatTheTokenMayComeLater("");
    }
    server.stop(0);
    assertThatTheTokenMayComeLater("127.0.0.1 cannot be reached");
  }

  private void assertThatTheTokenMayComeLater(String reason) {
    assertThatThrownBy(this::token)
        .hasCauseInstanceOf(NoTokenException.class)
        .hasMessageContaining(reason)
        .extracting(AzureErrors::kind)
        .isEqualTo(Failure.NOT_SENT);
  }
}
