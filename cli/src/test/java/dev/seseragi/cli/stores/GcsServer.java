package dev.seseragi.cli.stores;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreProvider;
import dev.seseragi.store.gcs.GcsProvider;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.wire.WireFault.Answer;
import dev.seseragi.testkit.wire.WireRequest;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Google Cloud Storage in memory. */
final class GcsServer implements RemoteServer {
  private static final String BUCKET = "my-replicas";

  private final FakeGcs server = FakeGcs.start().withBucket(BUCKET);

  /** An emulator asks for no credentials. */
  @Override
  public String secret() {
    return "there-is-none";
  }

  @Override
  public URI uri() {
    return server.endpoint();
  }

  @Override
  public String bucket() {
    return BUCKET;
  }

  /** The endpoint comes by the environment. */
  @Override
  public String url(String bucket, String prefix, URI endpoint) {
    return "gs://%s/%s".formatted(bucket, prefix);
  }

  @Override
  public Map<String, String> environment(URI endpoint) {
    return Map.of("STORAGE_EMULATOR_HOST", endpoint.toString());
  }

  @Override
  public StoreProvider provider(RemoteLimits limits) {
    return new GcsProvider(limits);
  }

  @Override
  public boolean needs(Right right, WireRequest request) {
    return switch (right) {
      case LIST -> request.target().contains("/o?prefix=");
      case CREATE -> request.target().startsWith("/upload/");
      case DELETE -> request.is("DELETE");
    };
  }

  @Override
  public boolean isLaterPage(WireRequest request) {
    return request.target().contains("pageToken=");
  }

  @Override
  public Answer forbids(Right right) {
    String message =
        "replica@project does not have storage.objects.%1$s access. Permission 'storage.objects.%1$s' denied"
            .formatted(right.name().toLowerCase(Locale.ROOT));
    return new Answer(
        403,
        Map.of("date", RemoteServer.date(Instant.now())),
        """
        {"error": {"code": 403, "message": "%s", "errors": [{"reason": "forbidden"}]}}
        """
            .formatted(message));
  }

  @Override
  public String adviceFor(Right right) {
    return switch (right) {
      case LIST -> "Grant the account roles/storage.objectViewer on the bucket";
      case CREATE -> "Grant the account roles/storage.objectCreator on the bucket";
      case DELETE -> "Grant the account roles/storage.objectUser on the bucket";
    };
  }

  @Override
  public void close() {
    server.close();
  }
}
