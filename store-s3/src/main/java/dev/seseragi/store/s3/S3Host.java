package dev.seseragi.store.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the host of an {@code s3://} URL says: a bucket, or a bucket at one of the services whose
 * host names Litestream knows.
 *
 * @param bucket "" if the host names none
 */
record S3Host(
    String bucket, Optional<String> region, Optional<String> endpoint, boolean isPathStyle) {
  private static final Pattern AWS =
      Pattern.compile("(?<bucket>.+)\\.s3(?:\\.(?<region>[^.]+))?\\.amazonaws\\.com");
  private static final Pattern DIGITAL_OCEAN =
      Pattern.compile("(?<bucket>.+)\\.(?<region>[^.]+)\\.digitaloceanspaces\\.com");
  private static final Pattern BACKBLAZE =
      Pattern.compile("(?<bucket>.+)\\.s3\\.(?<region>[^.]+)\\.backblazeb2\\.com");
  private static final Pattern FILEBASE = Pattern.compile("(?<bucket>.+)\\.s3\\.filebase\\.com");
  private static final Pattern SCALEWAY =
      Pattern.compile("(?<bucket>.+)\\.s3\\.(?<region>[^.]+)\\.scw\\.cloud");
  private static final Pattern WITH_PORT =
      Pattern.compile("(?<bucket>[^.:]+)\\.(?<host>[^:]+:\\d+)");
  private static final Pattern PORT_ONLY = Pattern.compile("[^:]+:\\d+");
  private static final Pattern ARN =
      Pattern.compile("arn:[^:]+:[^:]+:(?<region>[^:]*):.*", Pattern.CASE_INSENSITIVE);

  static S3Host parse(String host) {
    Matcher arn = ARN.matcher(host);
    if (arn.matches()) {
      String region = arn.group("region");
      return new S3Host(
          host, Optional.of(region).filter(it -> !it.isEmpty()), Optional.empty(), false);
    }
    Matcher aws = AWS.matcher(host);
    if (aws.matches()) {
      Optional<String> region = Optional.ofNullable(aws.group("region"));
      return new S3Host(aws.group("bucket"), region, Optional.empty(), false);
    }
    return service(BACKBLAZE, host, "https://s3.%s.backblazeb2.com", true)
        .or(() -> service(SCALEWAY, host, "https://s3.%s.scw.cloud", false))
        .or(() -> service(DIGITAL_OCEAN, host, "https://%s.digitaloceanspaces.com", false))
        .or(() -> filebase(host))
        .or(() -> withPort(host))
        .orElseGet(() -> new S3Host(host, Optional.empty(), Optional.empty(), false));
  }

  private static Optional<S3Host> service(
      Pattern pattern, String host, String endpoint, boolean isPathStyle) {
    Matcher parts = pattern.matcher(host);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String region = parts.group("region");
    return Optional.of(
        new S3Host(
            parts.group("bucket"),
            Optional.of(region),
            Optional.of(endpoint.formatted(region)),
            isPathStyle));
  }

  private static Optional<S3Host> filebase(String host) {
    Matcher parts = FILEBASE.matcher(host);
    return parts.matches()
        ? Optional.of(
            new S3Host(
                parts.group("bucket"),
                Optional.empty(),
                Optional.of("https://s3.filebase.com"),
                true))
        : Optional.empty();
  }

  private static Optional<S3Host> withPort(String host) {
    Matcher parts = WITH_PORT.matcher(host);
    if (parts.matches()) {
      String endpoint = "http://" + parts.group("host");
      return Optional.of(
          new S3Host(parts.group("bucket"), Optional.empty(), Optional.of(endpoint), true));
    }
    return PORT_ONLY.matcher(host).matches()
        ? Optional.of(new S3Host("", Optional.empty(), Optional.of("http://" + host), true))
        : Optional.empty();
  }
}
