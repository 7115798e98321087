package dev.seseragi.cli.stores;

import dev.seseragi.cli.TestCli;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreProvider;
import dev.seseragi.testkit.wire.WireFault.Answer;
import dev.seseragi.testkit.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** A server of some kind of store, with what tests that every kind has to pass need to know. */
interface RemoteServer extends AutoCloseable {
  /** The kinds that speak HTTP and have a server in the JVM. */
  enum Kind {
    S3,
    GCS;

    RemoteServer start() throws IOException {
      return switch (this) {
        case S3 -> new S3Server();
        case GCS -> new GcsServer();
      };
    }
  }

  /** What a role lets its holder do. */
  enum Right {
    LIST,
    CREATE,
    DELETE
  }

  /** A bucket that is not there. */
  String MISSING_BUCKET = "no-such-bucket";

  /** In none of the texts that anybody sees. */
  String secret();

  /** Where it listens, without a path. */
  URI uri();

  /** The bucket that is there. */
  String bucket();

  /** The URL of a replica, asked for at an endpoint, such as that of a proxy. */
  String url(String bucket, String prefix, URI endpoint);

  /** The variables of a process that may ask, at an endpoint. */
  Map<String, String> environment(URI endpoint);

  /** Opens stores of this kind. */
  StoreProvider provider(RemoteLimits limits);

  /** Whether a request needs a right. */
  boolean needs(Right right, WireRequest request);

  /** Whether a request asks for a page of a listing behind the first. */
  boolean isLaterPage(WireRequest request);

  /** The refusal of what needs a right. */
  Answer forbids(Right right);

  /** What a message says to whom a right is missing. */
  String adviceFor(Right right);

  /** A time as the header {@code Date} has it. */
  static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  @Override
  void close() throws IOException;

  /** The URL of a replica in the bucket, asked for directly. */
  default String url(String prefix) {
    return url(bucket(), prefix, uri());
  }

  /** Command lines that may ask, at an endpoint. */
  default TestCli cli(Path folder, URI endpoint) {
    TestCli cli = TestCli.in(folder);
    environment(endpoint).forEach(cli::with);
    return cli;
  }
}
