package dev.seseragi.store.s3;

import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreConfigurationException;
import dev.seseragi.store.s3.S3Settings.Encryption;
import dev.seseragi.store.s3.S3Settings.Encryption.CustomerKey;
import dev.seseragi.store.s3.S3Settings.S3Keys;
import dev.seseragi.store.s3.S3Settings.S3Location;
import dev.seseragi.store.s3.S3Settings.S3Upload;
import dev.seseragi.store.s3.S3Settings.S3Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes settings of a URL, litestream.yml and the environment; what it does not know is an error.
 */
final class S3SettingsReader {
  private static final Pattern SCHEME = Pattern.compile("(?i)https?://.*");
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?i)(localhost|.*\\.localhost|.*\\.local|127\\..*|10\\..*|192\\.168\\..*"
              + "|172\\.(1[6-9]|2\\d|3[01])\\..*|\\[::1])(:\\d+)?(/.*)?");
  private static final Pattern TIGRIS =
      Pattern.compile("(?i)(fly\\.storage\\.tigris\\.dev|t3\\.storage\\.dev)");
  private static final Pattern R2 = Pattern.compile("(?i).*\\.r2\\.cloudflarestorage\\.com");

  /** Objects of these classes cannot be read before somebody has them brought back. */
  private static final Set<String> ASLEEP = Set.of("GLACIER", "DEEP_ARCHIVE");

  private static final String DEFAULT_REGION = "us-east-1";
  private static final int DEFAULT_CONCURRENCY = 5;
  private static final int R2_CONCURRENCY = 2;

  private final S3Url url;
  private final S3Options options;
  private final Map<String, String> environment;
  private final boolean isEndpointOption;
  private final Optional<String> rawPath;

  private S3SettingsReader(StoreAddress address) {
    this.url = S3Url.parse(address.url());
    this.options = new S3Options(url.query(), address.options());
    this.environment = address.environment();
    this.isEndpointOption = !address.options().getOrDefault("endpoint", "").isEmpty();
    this.rawPath = Optional.ofNullable(address.options().get("path"));
  }

  static S3Settings read(StoreAddress address) {
    try {
      return new S3SettingsReader(address).read();
    } catch (StoreConfigurationException e) {
      throw new StoreConfigurationException(
          "cannot open %s: %s".formatted(address.describe(), e.getMessage()), e);
    }
  }

  private S3Settings read() {
    S3Location location = location();
    Optional<String> host = location.endpoint().map(URI::getHost);
    boolean isTigris = host.filter(it -> TIGRIS.matcher(it).matches()).isPresent();
    boolean isR2 = host.filter(it -> R2.matcher(it).matches()).isPresent();
    S3Wire wire =
        new S3Wire(
            options.truth("sign-payload").orElse(true),
            options.truth("require-content-md5").orElse(!isTigris),
            !options.truth("skip-verify").orElse(false),
            caBundle());
    S3Upload upload =
        new S3Upload(
            options.sizeBytes("part-size").orElse(S3Upload.MIN_PART_SIZE_BYTES),
            options.number("concurrency").orElse(isR2 ? R2_CONCURRENCY : DEFAULT_CONCURRENCY),
            storageClass(),
            encryption());
    return new S3Settings(location, keys(), wire, upload);
  }

  private S3Location location() {
    S3Host host = S3Host.parse(url.host());
    // A bucket at the top level of litestream.yml is for replicas without a URL of their own.
    String bucket = host.bucket().isEmpty() ? options.text("bucket").orElse("") : host.bucket();
    if (bucket.isEmpty()) {
      throw new StoreConfigurationException(
          "a bucket is needed, such as s3://BUCKET/PREFIX or bucket: in litestream.yml");
    }
    Optional<URI> endpoint = endpoint(host);
    Optional<String> region = options.text("region").or(host::region);
    String firstRegion =
        region
            .or(() -> variable("AWS_REGION"))
            .or(() -> variable("AWS_DEFAULT_REGION"))
            .orElse(DEFAULT_REGION);
    return new S3Location(
        bucket,
        rawPath.orElse(url.prefix()),
        endpoint,
        firstRegion,
        region.isPresent() || endpoint.isPresent(),
        options.truth("force-path-style").orElseGet(() -> isPathStyle(host, endpoint)));
  }

  /** An endpoint that somebody names needs it; of those that a URL's host implies not all do. */
  private boolean isPathStyle(S3Host host, Optional<URI> endpoint) {
    boolean isImplied = host.endpoint().isPresent() && options.text("endpoint").isEmpty();
    return isImplied ? host.isPathStyle() : endpoint.isPresent();
  }

  private Optional<URI> endpoint(S3Host host) {
    return options
        .text("endpoint")
        .map(this::withScheme)
        .or(host::endpoint)
        .or(() -> variable("AWS_ENDPOINT_URL_S3"))
        .or(() -> variable("AWS_ENDPOINT_URL"))
        .map(S3SettingsReader::parseEndpoint);
  }

  /** Litestream takes http for local addresses in URLs, and in litestream.yml never. */
  private String withScheme(String endpoint) {
    if (endpoint.contains("://")) {
      return endpoint;
    }
    boolean isPlain = !isEndpointOption && LOCAL.matcher(endpoint).matches();
    return (isPlain ? "http://" : "https://") + endpoint;
  }

  private static URI parseEndpoint(String text) {
    try {
      URI endpoint = new URI(text);
      if (endpoint.getHost() != null
          && endpoint.getUserInfo() == null
          && endpoint.getQuery() == null
          && SCHEME.matcher(text).matches()) {
        return endpoint;
      }
    } catch (URISyntaxException e) {
      // Said below, without the text: it may hold a password.
    }
    throw new StoreConfigurationException(
        "endpoint must be a host or a URL such as https://s3.example.com:9000, without user,"
            + " password and query");
  }

  private Optional<S3Keys> keys() {
    Optional<String> id = options.text("access-key-id");
    Optional<String> secret = options.text("secret-access-key");
    if (id.isPresent() || secret.isPresent()) {
      return both(id, secret, "access-key-id", "secret-access-key", Optional.empty());
    }
    return both(
        keyVariable("ACCESS_KEY_ID"),
        keyVariable("SECRET_ACCESS_KEY"),
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        variable("AWS_SESSION_TOKEN"));
  }

  private static Optional<S3Keys> both(
      Optional<String> id,
      Optional<String> secret,
      String idName,
      String secretName,
      Optional<String> token) {
    if (id.isPresent() != secret.isPresent()) {
      throw new StoreConfigurationException(
          "%s is given without %s; give both or neither"
              .formatted(
                  id.isPresent() ? idName : secretName, id.isPresent() ? secretName : idName));
    }
    return id.map(found -> new S3Keys(found, secret.orElseThrow(), token));
  }

  /** Litestream's own name holds where AWS's is not set at all. */
  private Optional<String> keyVariable(String name) {
    return environment.containsKey("AWS_" + name)
        ? variable("AWS_" + name)
        : variable("LITESTREAM_" + name);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private Optional<Path> caBundle() {
    Optional<Path> bundle = variable("AWS_CA_BUNDLE").map(Path::of);
    if (bundle.isPresent() && !Files.isReadable(bundle.get())) {
      throw new StoreConfigurationException(
          "AWS_CA_BUNDLE names %s, which cannot be read. Name a file with certificates in PEM, or"
                  .formatted(bundle.get())
              + " unset it");
    }
    return bundle;
  }

  private Optional<String> storageClass() {
    Optional<String> storageClass = options.text("storage-class");
    if (storageClass.filter(ASLEEP::contains).isPresent()) {
      throw new StoreConfigurationException(
          "storage-class %s cannot be read at once, and a replica must be. Use STANDARD,"
                  .formatted(storageClass.get())
              + " STANDARD_IA, INTELLIGENT_TIERING or GLACIER_IR");
    }
    return storageClass;
  }

  private Encryption encryption() {
    Optional<String> kms = options.text("sse-kms-key-id");
    Optional<String> key = customerKey();
    Optional<String> algorithm = options.text("sse-customer-algorithm");
    if (key.isPresent() && kms.isPresent()) {
      throw new StoreConfigurationException(
          "sse-kms-key-id and sse-customer-key exclude each other; keep one");
    }
    if (algorithm.isPresent() && key.isEmpty()) {
      throw new StoreConfigurationException(
          "sse-customer-algorithm needs sse-customer-key or sse-customer-key-path");
    }
    if (algorithm.isPresent() && !algorithm.get().equals(CustomerKey.ALGORITHM)) {
      throw new StoreConfigurationException(
          "sse-customer-algorithm must be %s (got %s)"
              .formatted(CustomerKey.ALGORITHM, algorithm.get()));
    }
    Optional<Encryption> byCustomer = key.map(CustomerKey::of);
    return byCustomer.or(() -> kms.map(Encryption.Kms::new)).orElseGet(Encryption.OfBucket::new);
  }

  private Optional<String> customerKey() {
    Optional<String> file = options.text("sse-customer-key-path");
    if (file.isEmpty()) {
      return options.text("sse-customer-key");
    }
    if (options.text("sse-customer-key").isPresent()) {
      throw new StoreConfigurationException(
          "sse-customer-key and sse-customer-key-path exclude each other; keep one");
    }
    try {
      return Optional.of(Files.readString(Path.of(file.get())).strip());
    } catch (IOException | UncheckedIOException e) {
      throw new StoreConfigurationException(
          "sse-customer-key-path: cannot read %s. Name a file that holds 32 bytes in base64"
              .formatted(file.get()),
          e);
    }
  }
}
