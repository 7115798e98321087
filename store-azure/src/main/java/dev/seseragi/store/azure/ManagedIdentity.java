package dev.seseragi.store.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import dev.seseragi.store.RemoteLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tokens for the identity that Azure gives a machine or container: from the endpoint that the
 * variables {@code IDENTITY_ENDPOINT} and {@code IDENTITY_HEADER} name (App Service, Container
 * Apps, Functions), otherwise from the metadata service of virtual machines. {@code
 * AZURE_CLIENT_ID} chooses between several identities.
 *
 * <p>By Microsoft's "How to use managed identities for App Service" (REST endpoint reference) and
 * "How to use managed identities on a VM to acquire an access token". Tokens are kept by the caller
 * until they expire.
 */
final class ManagedIdentity implements TokenCredential {
  private static final int OK = 200;
  private static final String RESOURCE = "https://storage.azure.com/";
  private static final String METADATA_SERVICE =
      "http://169.254.169.254/metadata/identity/oauth2/token";

  private final Map<String, String> environment;
  private final RemoteLimits limits;

  ManagedIdentity(Map<String, String> environment, RemoteLimits limits) {
    this.environment = environment;
    this.limits = limits;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request));
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    HttpRequest question = question();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(limits.connect()).build()) {
      HttpResponse<String> answer = http.send(question, HttpResponse.BodyHandlers.ofString());
      int status = answer.statusCode();
      if (status != OK) {
        String what = "%s answers %d".formatted(question.uri().getHost(), status);
        throw mayPass(status) ? notNow(what, null) : refused(what);
      }
      return token(answer.body());
    } catch (IOException e) {
      throw notNow("%s gives no token (%s)".formatted(question.uri().getHost(), reason(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notNow("the thread was interrupted", e);
    }
  }

  /** By "Retry guidance" of both documents: the endpoint may only be about to start. */
  private static boolean mayPass(int status) {
    return status == 404 || status == 408 || status == 410 || status == 429 || status >= 500;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private HttpRequest question() {
    Optional<String> endpoint = Optional.ofNullable(environment.get("IDENTITY_ENDPOINT"));
    Optional<String> secret = Optional.ofNullable(environment.get("IDENTITY_HEADER"));
    boolean isApp = endpoint.isPresent() && secret.isPresent();
    String url =
        (isApp ? endpoint.get() : METADATA_SERVICE)
            + "?api-version="
            + (isApp ? "2019-08-01" : "2018-02-01")
            + "&resource="
            + encoded(RESOURCE)
            + Optional.ofNullable(environment.get("AZURE_CLIENT_ID"))
                .map(id -> "&client_id=" + encoded(id))
                .orElse("");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(limits.silence());
    return isApp
        ? request.header("X-IDENTITY-HEADER", secret.get()).build()
        : request.header("Metadata", "true").build();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Both services give {@code expires_on} in seconds since 1970, as a text. */
  private static AccessToken token(String json) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonReader reader = JsonProviders.createReader(json)) {
      Map<String, Object> found = reader.readMap(JsonReader::readUntyped);
      if (found != null) {
        found.forEach((name, value) -> fields.put(name, String.valueOf(value)));
      }
    }
    String token = fields.get("access_token");
    String expires = fields.get("expires_on");
    if (token == null || expires == null || !expires.matches("\\d{1,12}")) {
      throw new IOException("an answer without access_token or expires_on");
    }
    Instant end = Instant.ofEpochSecond(Long.parseLong(expires));
    return new AccessToken(token, OffsetDateTime.ofInstant(end, ZoneOffset.UTC));
  }

  private static UncheckedIOException notNow(String what, @Nullable Throwable cause) {
    return new UncheckedIOException(new NoTokenException(advice(what), cause));
  }

  private static ClientAuthenticationException refused(String what) {
    return new ClientAuthenticationException(advice(what), null);
  }

  private static String advice(String what) {
    return "neither account-key nor sas-token is set, and this machine's managed identity gives no"
        + " token: %s. Set one of them (LITESTREAM_AZURE_ACCOUNT_KEY, LITESTREAM_AZURE_SAS_TOKEN),"
            .formatted(what)
        + " or give the machine an identity; the other ways of Azure's default chain (az login,"
        + " environment credentials, workload identity) are not built in";
  }
}
