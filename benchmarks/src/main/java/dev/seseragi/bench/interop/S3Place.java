package dev.seseragi.bench.interop;

import dev.seseragi.testkit.s3.S3TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** An S3 server in this process, with its objects in a folder. */
final class S3Place implements Place {
  private final S3TestServer server;

  private S3Place(S3TestServer server) {
    this.server = server;
  }

  static S3Place in(Path folder) throws IOException {
    return new S3Place(S3TestServer.in(folder));
  }

  @Override
  public String name() {
    return "on S3";
  }

  @Override
  public String url(String replica) {
    return server.replicaUrl(replica) + "&region=us-east-1&forcePathStyle=true";
  }

  /** The only key, and nothing else that a machine may have: neither profile nor role. */
  @Override
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", S3TestServer.ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY", S3TestServer.SECRET_ACCESS_KEY,
        "AWS_EC2_METADATA_DISABLED", "true",
        "AWS_CONFIG_FILE", "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
