package dev.seseragi.testkit.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/**
 * S3 on a free port of the loopback, in memory or in a folder: s3proxy. It demands signatures by
 * the one key it knows ({@link #trustful} does not), and honours {@code If-None-Match} atomically.
 * Its keys are paths: those with {@code .} or an empty part do not work. Safe for use by many
 * threads.
 */
public final class S3TestServer implements AutoCloseable {
  /** The id of the only key. */
  public static final String ACCESS_KEY_ID = "test-key-id";

  /** The secret of the only key. */
  public static final String SECRET_ACCESS_KEY = "test-secret-that-nobody-may-see";

  /** A bucket that is there from the beginning, empty. */
  public static final String BUCKET = "seseragi-test";

  private final S3Proxy server;
  private final BlobStore objects;

  private S3TestServer(S3Proxy server, BlobStore objects) {
    this.server = server;
    this.objects = objects;
  }

  /** Starts a server that keeps its objects in memory: for small ones. */
  public static S3TestServer inMemory() throws IOException {
    return start(new TransientNio2BlobStore(), AuthenticationType.AWS_V4);
  }

  /** The same without looking at signatures: for tests that change requests on their way. */
  public static S3TestServer trustful() throws IOException {
    return start(new TransientNio2BlobStore(), AuthenticationType.NONE);
  }

  /** Starts a server that keeps its objects in a folder, which is made if it is not there. */
  public static S3TestServer in(Path folder) throws IOException {
    Files.createDirectories(folder);
    return start(new FilesystemNio2BlobStore(folder.toString()), AuthenticationType.AWS_V4);
  }

  private static S3TestServer start(BlobStore objects, AuthenticationType authentication)
      throws IOException {
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new FinishedObjects(objects))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(authentication, ACCESS_KEY_ID, SECRET_ACCESS_KEY)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException("cannot start the S3 test server", e);
    }
    S3TestServer started = new S3TestServer(server, objects);
    started.createBucket(BUCKET);
    return started;
  }

  /** Where it listens, without a path. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** The environment that a client needs to be let in. */
  public Map<String, String> environment() {
    return Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID, "AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY);
  }

  /** The URL of a replica of {@link #BUCKET} with this prefix. */
  public String replicaUrl(String prefix) {
    return "s3://%s/%s?endpoint=%s".formatted(BUCKET, prefix, uri());
  }

  /** Makes another bucket. */
  public void createBucket(String bucket) {
    objects.createContainer(CreateBucketRequest.builder().bucket(bucket).build());
  }

  /** Ends the server; what it kept in memory is gone. */
  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("cannot stop the S3 test server", e);
    }
  }
}
