package dev.seseragi.store.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.sun.net.httpserver.HttpServer;
import dev.seseragi.store.RemoteLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManagedIdentityTest {
  private final List<String> questions = Collections.synchronizedList(new ArrayList<>());
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
    server.createContext(
        "/token",
        exchange -> {
          questions.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER"));
          byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private AccessToken token() {
    Map<String, String> environment =
        Map.of(
            "IDENTITY_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort() + "/token",
            "IDENTITY_HEADER", "header",
            "AZURE_CLIENT_ID", "some id");
    return new ManagedIdentity(environment, RemoteLimits.DEFAULT)
        .getTokenSync(new TokenRequestContext());
  }

  @Test
  void aContainerGetsItsToken() {
    AccessToken token = token();

    assertThat(token.getToken()).isEqualTo("t0ken");
    assertThat(token.getExpiresAt().toInstant()).isEqualTo(Instant.ofEpochSecond(1795247710));
    assertThat(questions)
        .containsExactly(
            "/token?api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com%2F"
                + "&client_id=some+id header");
  }

  @Test
  void aMachineWithoutAnIdentityIsToldWhatToSet() {
    status = 400;
    assertThatThrownBy(this::token)
        .isInstanceOf(ClientAuthenticationException.class)
        .hasMessageContaining("LITESTREAM_AZURE_ACCOUNT_KEY")
        .hasMessageContaining("workload identity");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 429, 500, 503})
  void anEndpointThatIsOnlyAboutToStartIsAskedAgain(int now) {
    status = now;

    assertThatTheTokenMayComeLater();
  }

  @Test
  void anAnswerWithoutATokenAndAnEndpointThatIsNotThereMayPass() {
    answer = "{\"error\":\"none\"}";
    assertThatTheTokenMayComeLater();
    answer = "nothing";
    assertThatTheTokenMayComeLater();
    server.stop(0);
    assertThatTheTokenMayComeLater();
  }

  private void assertThatTheTokenMayComeLater() {
    assertThatThrownBy(this::token)
        .hasCauseInstanceOf(NoTokenException.class)
        .hasMessageContaining("LITESTREAM_AZURE_ACCOUNT_KEY")
        .extracting(AzureErrors::kind)
        .isEqualTo(Failure.NOT_SENT);
  }
}
