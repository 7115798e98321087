package dev.seseragi.cli.stores;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreProvider;
import dev.seseragi.store.s3.S3StoreProvider;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.wire.WireFault.Answer;
import dev.seseragi.testkit.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** S3 in memory. */
final class S3Server implements RemoteServer {
  private final S3TestServer server;

  S3Server() throws IOException {
    this(S3TestServer.inMemory());
  }

  S3Server(S3TestServer server) {
    this.server = server;
  }

  @Override
  public String secret() {
    return S3TestServer.SECRET_ACCESS_KEY;
  }

  @Override
  public URI uri() {
    return server.uri();
  }

  @Override
  public String bucket() {
    return S3TestServer.BUCKET;
  }

  @Override
  public String url(String bucket, String prefix, URI endpoint) {
    return "s3://%s/%s?endpoint=%s".formatted(bucket, prefix, endpoint);
  }

  @Override
  public Map<String, String> environment(URI endpoint) {
    return server.environment();
  }

  @Override
  public StoreProvider provider(RemoteLimits limits) {
    return new S3StoreProvider(limits);
  }

  @Override
  public boolean needs(Right right, WireRequest request) {
    return switch (right) {
      case LIST -> request.target().contains("list-type=2");
      case CREATE -> request.is("PUT") || request.target().contains("upload");
      case DELETE -> request.is("DELETE") || request.target().endsWith("?delete");
    };
  }

  @Override
  public boolean isLaterPage(WireRequest request) {
    return needs(Right.LIST, request) && request.target().contains("continuation-token=");
  }

  @Override
  public Answer forbids(Right right) {
    return new Answer(
        403,
        Map.of("date", RemoteServer.date(Instant.now())),
        "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
  }

  @Override
  public String adviceFor(Right right) {
    return switch (right) {
      case LIST -> "needs s3:ListBucket on bucket " + bucket();
      case CREATE -> "needs s3:PutObject on bucket " + bucket();
      case DELETE -> "needs s3:DeleteObject on bucket " + bucket();
    };
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
