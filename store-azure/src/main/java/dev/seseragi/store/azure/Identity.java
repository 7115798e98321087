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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The tokens of a {@link TokenSource}; the client keeps each until it expires. */
final class Identity implements TokenCredential {
  private static final int OK = 200;

  /** The number by which Microsoft's documentation explains a refusal. */
  private static final Pattern REFUSAL = Pattern.compile("AADSTS\\d{1,10}");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

  private final TokenSource source;
  private final RemoteLimits limits;
  private final InstantSource clock;

  Identity(TokenSource source, RemoteLimits limits, InstantSource clock) {
    this.source = source;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request));
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(limits.connect()).build()) {
      HttpRequest question = source.question().timeout(limits.silence()).build();
      HttpResponse<String> answer = send(http, question);
      int status = answer.statusCode();
      if (status != OK) {
        String what =
            "%s answers %d%s".formatted(question.uri().getHost(), status, refusal(answer.body()));
        throw mayPass(status) ? notNow(what, null) : refused(what);
      }
      return token(answer.body());
    } catch (IOException e) {
      throw notNow(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notNow("the thread was interrupted", e);
    }
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest question)
      throws IOException, InterruptedException {
    try {
      return http.send(question, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be reached (%s)"
              .formatted(question.uri().getHost(), e.getMessage() == null ? e : e.getMessage()),
          e);
    }
  }

  /** By Microsoft's retry guidance: the endpoint of a machine may only be about to start. */
  private static boolean mayPass(int status) {
    return status == 404 || status == 408 || status == 410 || status == 429 || status >= 500;
  }

  private static String refusal(String body) {
    Matcher refusal = REFUSAL.matcher(body);
    return refusal.find() ? " " + refusal.group() : "";
  }

  /** When it ends is given as a moment ({@code expires_on}) or in seconds from now. */
  private AccessToken token(String json) throws IOException {
    Map<String, String> fields = fields(json);
    String token = fields.get("access_token");
    Optional<Instant> end =
        seconds(fields.get("expires_on"))
            .map(Instant.EPOCH::plus)
            .or(() -> seconds(fields.get("expires_in")).map(clock.instant()::plus));
    if (token == null || end.isEmpty()) {
      throw new IOException("it answers without access_token or expires_on");
    }
    return new AccessToken(token, OffsetDateTime.ofInstant(end.get(), ZoneOffset.UTC));
  }

  private static Map<String, String> fields(String json) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonReader reader = JsonProviders.createReader(json)) {
      Map<String, Object> found = reader.readMap(JsonReader::readUntyped);
      if (found != null) {
        found.forEach((name, value) -> fields.put(name, String.valueOf(value)));
      }
      return fields;
    } catch (IllegalStateException e) {
      throw new IOException("it answers with something else than a JSON object", e);
    }
  }

  private static Optional<Duration> seconds(@Nullable String number) {
    return Optional.ofNullable(number)
        .filter(digits -> NUMBER.matcher(digits).matches())
        .map(digits -> Duration.ofSeconds(Long.parseLong(digits)));
  }

  private UncheckedIOException notNow(String what, @Nullable Throwable cause) {
    return new UncheckedIOException(new NoTokenException(advice(what), cause));
  }

  private ClientAuthenticationException refused(String what) {
    return new ClientAuthenticationException(advice(what), null);
  }

  private String advice(String what) {
    return source instanceof TokenSource.ManagedIdentity
        ? "neither account-key nor sas-token is set, and this machine's managed identity gives no"
            + " token: %s. Set one of them (LITESTREAM_AZURE_ACCOUNT_KEY, LITESTREAM_AZURE_SAS_TOKEN),"
                .formatted(what)
            + " or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or give the machine an"
            + " identity"
        : "%s gets no token: %s. Check these variables and AZURE_TENANT_ID".formatted(source, what);
  }
}
