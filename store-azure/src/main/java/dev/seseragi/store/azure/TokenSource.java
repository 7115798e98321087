package dev.seseragi.store.azure;

import dev.seseragi.store.StoreConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where a token for storage comes from. No text of it shows a secret. */
sealed interface TokenSource {
  /** Asks for a token that is good for every storage account. */
  HttpRequest.Builder question() throws IOException;

  /** What the variables name: a secret, a workload's token, or else the machine's identity. */
  static TokenSource of(Map<String, String> environment) {
    Optional<String> tenant = variable(environment, "AZURE_TENANT_ID");
    Optional<String> client = variable(environment, "AZURE_CLIENT_ID");
    if (tenant.isPresent() && client.isPresent()) {
      String authority =
          variable(environment, "AZURE_AUTHORITY_HOST").orElse("https://login.microsoftonline.com");
      URI endpoint = endpoint(authority, tenant.get());
      Optional<String> secret = variable(environment, "AZURE_CLIENT_SECRET");
      if (secret.isPresent()) {
        return new ClientSecret(endpoint, client.get(), secret.get());
      }
      Optional<String> file = variable(environment, "AZURE_FEDERATED_TOKEN_FILE");
      if (file.isPresent()) {
        return new WorkloadIdentity(endpoint, client.get(), Path.of(file.get()));
      }
    }
    return new ManagedIdentity(
        variable(environment, "IDENTITY_ENDPOINT"),
        variable(environment, "IDENTITY_HEADER"),
        client);
  }

  private static URI endpoint(String authority, String tenant) {
    try {
      return URI.create(
          "%s/%s/oauth2/v2.0/token".formatted(authority.replaceFirst("/+$", ""), encoded(tenant)));
    } catch (IllegalArgumentException e) {
      throw new StoreConfigurationException(
          "AZURE_AUTHORITY_HOST: https://HOST was expected, found \"%s\"".formatted(authority), e);
    }
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * An application with a secret ("OAuth 2.0 client credentials flow", first case).
   *
   * @param endpoint where the tenant gives tokens
   */
  record ClientSecret(URI endpoint, String client, String secret) implements TokenSource {
    @Override
    public HttpRequest.Builder question() {
      return form(endpoint, Map.of("client_id", client, "client_secret", secret));
    }

    @Override
    public String toString() {
      return "the application of AZURE_CLIENT_ID with AZURE_CLIENT_SECRET";
    }
  }

  /**
   * A workload of Kubernetes, which proves itself by a token in a file (the same flow, third case).
   *
   * @param tokenFile written anew by Kubernetes every hour
   */
  record WorkloadIdentity(URI endpoint, String client, Path tokenFile) implements TokenSource {
    @Override
    public HttpRequest.Builder question() throws IOException {
      return form(
          endpoint,
          Map.of(
              "client_id",
              client,
              "client_assertion_type",
              "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
              "client_assertion",
              token()));
    }

    private String token() throws IOException {
      try {
        return Files.readString(tokenFile).strip();
      } catch (NoSuchFileException e) {
        throw new IOException("there is no file " + tokenFile, e);
      }
    }

    @Override
    public String toString() {
      return "the workload identity of AZURE_CLIENT_ID with AZURE_FEDERATED_TOKEN_FILE";
    }
  }

  /**
   * The identity that Azure gives a machine or container: by "How to use managed identities for App
   * Service" (REST endpoint reference) where the endpoint is known (App Service, Container Apps,
   * Functions), otherwise by "How to use managed identities on a VM to acquire an access token".
   *
   * @param client chooses between several
   */
  record ManagedIdentity(
      Optional<String> endpoint, Optional<String> header, Optional<String> client)
      implements TokenSource {
    private static final String RESOURCE = "https://storage.azure.com/";
    private static final String METADATA_SERVICE =
        "http://169.254.169.254/metadata/identity/oauth2/token";

    @Override
    public HttpRequest.Builder question() {
      boolean isApp = endpoint.isPresent() && header.isPresent();
      String url =
          "%s?api-version=%s&resource=%s%s"
              .formatted(
                  isApp ? endpoint.get() : METADATA_SERVICE,
                  isApp ? "2019-08-01" : "2018-02-01",
                  encoded(RESOURCE),
                  client.map(id -> "&client_id=" + encoded(id)).orElse(""));
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
      return isApp
          ? request.header("X-IDENTITY-HEADER", header.get())
          : request.header("Metadata", "true");
    }

    @Override
    public String toString() {
      return "the managed identity";
    }
  }

  private static HttpRequest.Builder form(URI endpoint, Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("grant_type", "client_credentials");
    all.put("scope", "https://storage.azure.com/.default");
    String body =
        all.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(endpoint)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
