package dev.seseragi.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreConfigurationException;
import dev.seseragi.store.s3.S3Settings.Encryption;
import dev.seseragi.store.s3.S3Settings.S3Keys;
import dev.seseragi.store.s3.S3Settings.S3Location;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class S3SettingsReaderTest {
  private static final String SECRET = "wJalrXUtnFEMI";
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  private static S3Settings read(String url) {
    return read(url, Map.of());
  }

  private static S3Settings read(String url, Map<String, String> options) {
    return read(url, options, Map.of());
  }

  private static S3Settings read(
      String url, Map<String, String> options, Map<String, String> environment) {
    return S3SettingsReader.read(new StoreAddress(url, options, environment));
  }

  @Test
  void aPlainUrlIsAnAwsBucketWhoseRegionIsFoundOut() {
    S3Location location = read("s3://shop-backup/shop").location();

    assertThat(location)
        .isEqualTo(
            new S3Location("shop-backup", "shop", Optional.empty(), "us-east-1", false, false));
    assertThat(location.describe()).isEqualTo("s3://shop-backup/shop");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          b,                                   b,   -,           -,                                   false
          b.s3.amazonaws.com,                  b,   -,           -,                                   false
          b.c.s3.eu-west-1.amazonaws.com,      b.c, eu-west-1,   -,                                   false
          b.nyc3.digitaloceanspaces.com,       b,   nyc3,        https://nyc3.digitaloceanspaces.com, false
          b.s3.us-west-002.backblazeb2.com,    b,   us-west-002, https://s3.us-west-002.backblazeb2.com, true
          b.s3.filebase.com,                   b,   us-east-1,   https://s3.filebase.com,             true
          b.s3.fr-par.scw.cloud,               b,   fr-par,      https://s3.fr-par.scw.cloud,         false
          b.localhost:9000,                    b,   us-east-1,   http://localhost:9000,               true
          b.minio.local:9000,                  b,   us-east-1,   http://minio.local:9000,             true
          arn:aws:s3:eu-west-1:1:accesspoint/ap, arn:aws:s3:eu-west-1:1:accesspoint/ap, eu-west-1, -, false
          """)
  void theHostNamesBucketAndService(
      String host, String bucket, String region, String endpoint, boolean isPathStyle) {
    S3Location location = read("s3://" + host + "/db").location();

    assertThat(location.bucket()).isEqualTo(bucket);
    assertThat(location.endpoint()).isEqualTo(Optional.ofNullable(endpoint).map(URI::create));
    assertThat(location.isRegionCertain()).isEqualTo(region != null);
    assertThat(location.region()).isEqualTo(region == null ? "us-east-1" : region);
    assertThat(location.isPathStyle()).isEqualTo(isPathStyle);
    assertThat(location.prefix()).isEqualTo("db");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://b, .",
    "s3://b/, ''",
    "s3://b/x, x",
    "s3://b/x/, x",
    "s3://b//x//y/./z/../, x/y",
    "s3://b/a%20b+c, a b+c",
    "s3://b?region=r, .",
    "s3://arn:aws:s3:eu-west-1:1:accesspoint/ap/x/y, x/y"
  })
  void aUrlsPathBecomesThePrefixThatLitestreamMakesOfIt(String url, String prefix) {
    assertThat(read(url).location().prefix()).isEqualTo(prefix);
  }

  @ParameterizedTest
  @CsvSource({"''", "x", "/lead/ing", "x/", "."})
  void aPathOfTheConfigurationStaysAsItIs(String path) {
    S3Location location = read("s3://b/anything", Map.of("bucket", "b", "path", path)).location();

    assertThat(location.prefix()).isEqualTo(path);
  }

  @Test
  void theQueryHasBothSpellingsAndTheConfigurationWins() {
    S3Settings settings =
        read(
            "s3://b/x?endpoint=localhost:9000&forcePathStyle=false&skip-verify=true&signPayload=no"
                + "&requireContentMD5=0&storageClass=STANDARD_IA&partSize=8MiB&concurrency=3"
                + "&region=eu-north-1",
            Map.of("concurrency", "7"));

    assertThat(settings.location().endpoint()).contains(URI.create("http://localhost:9000"));
    assertThat(settings.location().isPathStyle()).isFalse();
    assertThat(settings.location().region()).isEqualTo("eu-north-1");
    assertThat(settings.wire().verifiesTls()).isFalse();
    assertThat(settings.wire().signsPayload()).isFalse();
    assertThat(settings.wire().sendsContentMd5()).isFalse();
    assertThat(settings.upload().storageClass()).contains("STANDARD_IA");
    assertThat(settings.upload().partSizeBytes()).isEqualTo(8 << 20);
    assertThat(settings.upload().concurrency()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://b?endpoint=s3.example.com, '', https://s3.example.com",
    "s3://b?endpoint=192.168.1.9:9000, '', http://192.168.1.9:9000",
    "s3://b?endpoint=172.32.1.9:9000, '', https://172.32.1.9:9000",
    "s3://b, localhost:9000, https://localhost:9000",
    "s3://b, http://localhost:9000, http://localhost:9000"
  })
  void anEndpointWithoutSchemeGetsOne(String url, String option, String endpoint) {
    S3Location location = read(url, Map.of("endpoint", option)).location();

    assertThat(location.endpoint()).contains(URI.create(endpoint));
    assertThat(location.isPathStyle()).isTrue();
    assertThat(location.isRegionCertain()).isTrue();
  }

  @Test
  void theEnvironmentGivesRegionAndEndpointWhereNothingElseDoes() {
    Map<String, String> environment =
        Map.of("AWS_REGION", "auto", "AWS_ENDPOINT_URL_S3", "https://fly.storage.tigris.dev");

    S3Settings settings = read("s3://b/x", Map.of(), environment);
    assertThat(settings.location().region()).isEqualTo("auto");
    assertThat(settings.location().endpoint())
        .contains(URI.create("https://fly.storage.tigris.dev"));
    assertThat(settings.wire().sendsContentMd5()).as("Tigris does not want it").isFalse();

    assertThat(read("s3://b/x", Map.of("region", "eu-west-1"), environment).location().region())
        .isEqualTo("eu-west-1");
  }

  @Test
  void keysComeFromTheConfigurationThenFromAwsThenFromLitestreamsNames() {
    Map<String, String> both =
        Map.of(
            "AWS_ACCESS_KEY_ID", "a",
            "AWS_SECRET_ACCESS_KEY", "as",
            "AWS_SESSION_TOKEN", "t",
            "LITESTREAM_ACCESS_KEY_ID", "l",
            "LITESTREAM_SECRET_ACCESS_KEY", "ls");
    assertThat(read("s3://b", Map.of("access-key-id", "c", "secret-access-key", "cs"), both).keys())
        .contains(new S3Keys("c", "cs", Optional.empty()));
    assertThat(read("s3://b", Map.of(), both).keys())
        .contains(new S3Keys("a", "as", Optional.of("t")));
    assertThat(
            read(
                    "s3://b",
                    Map.of(),
                    Map.of("LITESTREAM_ACCESS_KEY_ID", "l", "LITESTREAM_SECRET_ACCESS_KEY", "ls"))
                .keys())
        .contains(new S3Keys("l", "ls", Optional.empty()));
    assertThat(read("s3://b").keys()).as("the SDK's chain then").isEmpty();
  }

  @Test
  void cloudflaresStoreGetsTwoPartsAtOnce() {
    assertThat(read("s3://b?endpoint=https://acc.r2.cloudflarestorage.com").upload().concurrency())
        .isEqualTo(2);
    assertThat(read("s3://b").upload().concurrency()).isEqualTo(5);
  }

  @Test
  void encryptionIsByKmsOrByAKeyOfOnesOwn(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), KEY + "\n");

    assertThat(read("s3://b", Map.of("sse-kms-key-id", "k")).upload().encryption())
        .isEqualTo(new Encryption.Kms("k"));
    for (Map<String, String> options :
        List.of(
            Map.of("sse-customer-key", KEY, "sse-customer-algorithm", "AES256"),
            Map.of("sse-customer-key-path", file.toString()))) {
      assertThat(read("s3://b", options).upload().encryption())
          .isEqualTo(new Encryption.CustomerKey(KEY, "cLyPS3KoaSFGi/joRB3OUQ=="));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          part-size              | 1MiB          | 5MiB
          part-size              | 5MB           | 5MiB
          part-size              | much          | a size such as 8MiB
          concurrency            | 0             | 1 to 64
          concurrency            | two           | a whole number
          force-path-style       | maybe         | true or false
          storage-class          | DEEP_ARCHIVE  | cannot be read at once
          sse-customer-key       | AAAA          | 32 bytes
          sse-customer-key       | %%%           | not base64
          sse-customer-algorithm | AES256        | needs sse-customer-key
          sse-customer-key-path  | /nowhere/key  | /nowhere/key
          access-key-id          | id            | without secret-access-key
          endpoint               | ftp://x       | endpoint must be
          account-name           | x             | no option account-name
          """)
  void whatHasNoValidValueIsNamed(String key, String value, String said) {
    assertThatThrownBy(() -> read("s3://b/x", Map.of(key, value)))
        .isInstanceOf(StoreConfigurationException.class)
        .hasMessageContaining("s3://b/x")
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://, a bucket is needed",
    "s3://localhost:9000/x, a bucket is needed",
    "s3://b?acces-key-id=x, no \"\"acces-key-id\"\"",
    "s3://b/%zz, two hexadecimal digits",
    "gs://b, s3://BUCKET/PREFIX"
  })
  void aUrlThatIsNoneIsRefused(String url, String said) {
    assertThatThrownBy(() -> read(url))
        .isInstanceOf(StoreConfigurationException.class)
        .hasMessageContaining(said.replace("\"\"", "\""));
  }

  @Test
  void aMissingCaBundleIsNamed() {
    assertThatThrownBy(() -> read("s3://b", Map.of(), Map.of("AWS_CA_BUNDLE", "/nowhere/ca.pem")))
        .isInstanceOf(StoreConfigurationException.class)
        .hasMessageContaining("AWS_CA_BUNDLE")
        .hasMessageContaining("/nowhere/ca.pem");
  }

  @Test
  void noTextShowsASecret() {
    for (String url :
        List.of(
            "s3://id:" + SECRET + "@b/x",
            "s3://b/x?secret-access-key=" + SECRET,
            "s3://b/x?endpoint=http://u:" + SECRET + "@h")) {
      assertThatThrownBy(() -> read(url))
          .isInstanceOf(StoreConfigurationException.class)
          .message()
          .doesNotContain(SECRET);
    }
    S3Settings settings =
        read(
            "s3://b/x",
            Map.of("access-key-id", "id", "secret-access-key", SECRET, "sse-customer-key", KEY));
    assertThat(settings.toString()).doesNotContain(SECRET).doesNotContain(KEY);
  }
}
