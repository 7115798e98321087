package dev.seseragi.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.store.GeneratedBody;
import dev.seseragi.testkit.store.Listings;
import dev.seseragi.testkit.wire.WireFault.Answer;
import dev.seseragi.testkit.wire.WireProxy;
import dev.seseragi.testkit.wire.WireRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent: how many requests, to which keys, with which headers. */
final class S3RequestsTest {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.800Z");
  private static final Body BODY = Body.of("content".getBytes(StandardCharsets.US_ASCII));

  private static S3TestServer server;
  private final String prefix = "requests/" + UUID.randomUUID();
  private WireProxy proxy;

  @BeforeAll
  static void startServer() throws IOException {
    server = S3TestServer.inMemory();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void startProxy() throws IOException {
    proxy = WireProxy.to(server.uri());
  }

  @AfterEach
  void stopProxy() {
    proxy.close();
  }

  private ObjectStore open(Map<String, String> options) {
    return TestStores.open(
        "s3://%s/%s?endpoint=%s".formatted(S3TestServer.BUCKET, prefix, proxy.uri()),
        RemoteLimits.DEFAULT,
        options);
  }

  private WireRequest onlyRequest() {
    assertThat(proxy.requests()).hasSize(1);
    return proxy.requests().getFirst();
  }

  @Test
  void aCreateIsOneConditionalRequestWithTimestampAndMd5() {
    try (ObjectStore store = open(Map.of())) {
      assertThat(store.create("0000/a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
    }

    WireRequest request = onlyRequest();
    assertThat(request.toString())
        .isEqualTo("PUT /%s/%s/0000/a".formatted(S3TestServer.BUCKET, prefix));
    assertThat(request.header("if-none-match")).isEqualTo("*");
    assertThat(request.header("x-amz-meta-litestream-timestamp"))
        .isEqualTo("2026-11-21T07:53:37.8Z");
    assertThat(request.header("content-md5")).isEqualTo("mgNkuembtIDdJeHwKEyFVQ==");
    assertThat(request.header("x-amz-content-sha256")).matches("[0-9a-f]{64}");
    assertThat(request.headers().keySet())
        .as("nothing that look-alikes refuse")
        .noneMatch(name -> name.startsWith("x-amz-checksum") || name.startsWith("x-amz-trailer"))
        .doesNotContain("expect", "transfer-encoding");
  }

  @Test
  void aPutIsUnconditional() {
    try (ObjectStore store = open(Map.of("storage-class", "STANDARD_IA", "sse-kms-key-id", "k"))) {
      proxy.always(
          request -> true,
          new Answer(200, Map.of("etag", "\"9a0364b9e99bb480dd25e1f0284c8555\""), ""));
      store.put("config", BODY, TIME);
    }

    WireRequest request = onlyRequest();
    assertThat(request.header("if-none-match")).isEmpty();
    assertThat(request.header("x-amz-storage-class")).isEqualTo("STANDARD_IA");
    assertThat(request.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
    assertThat(request.header("x-amz-server-side-encryption-aws-kms-key-id")).isEqualTo("k");
  }

  @Test
  void aReadIsOneRequestWithItsRange() throws IOException {
    try (ObjectStore store = open(Map.of())) {
      store.create("0000/a", BODY, TIME);
      proxy.forgetRequests();

      try (InputStream content = store.read("0000/a", 1, 3)) {
        assertThat(content.readAllBytes()).asString().isEqualTo("ont");
      }
    }

    assertThat(onlyRequest().header("range")).isEqualTo("bytes=1-3");
  }

  @Test
  void manyObjectsTakeARequestForEachThousand() {
    List<String> names = IntStream.range(0, 2_500).mapToObj("0000/%04d"::formatted).toList();
    try (ObjectStore store = open(Map.of())) {
      store.create(names.getFirst(), BODY, TIME);
      proxy.forgetRequests();
      store.delete(names);
      assertThat(proxy.requests()).hasSize(3).allMatch(request -> request.is("POST"));

      proxy.forgetRequests();
      assertThat(Listings.names(store, "")).isEmpty();
      assertThat(onlyRequest().target()).contains("max-keys=1000").contains("list-type=2");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void deletesCarryMd5UnlessToldOtherwise(boolean isRequired, boolean isSent) {
    try (ObjectStore store = open(Map.of("require-content-md5", Boolean.toString(isRequired)))) {
      store.delete(List.of("0000/a"));
    }

    assertThat(onlyRequest().headers().containsKey("content-md5")).isEqualTo(isSent);
    assertThat(onlyRequest().header("x-amz-checksum-crc32"))
        .as("S3 demands one of the two")
        .isNotEmpty();
  }

  @Test
  void anUploadInPartsIsConditionalAtItsEnd() {
    try (ObjectStore store = open(Map.of("part-size", "5MiB", "concurrency", "2"))) {
      assertThat(store.create("0009/a", new GeneratedBody(1, (10 << 20) + 1), TIME))
          .isEqualTo(new PutOutcome.Created());
    }

    List<WireRequest> requests = proxy.requests();
    assertThat(requests)
        .extracting(WireRequest::method)
        .containsExactly("POST", "PUT", "PUT", "PUT", "POST");
    assertThat(requests.getFirst().header("x-amz-meta-litestream-timestamp")).isNotEmpty();
    assertThat(requests.subList(1, 4)).allMatch(part -> !part.header("content-md5").isEmpty());
    assertThat(requests.getLast().header("if-none-match")).isEqualTo("*");
  }

  @Test
  void aStatOfWhatIsMissingMakesSureOfTheBucket() {
    try (ObjectStore store = open(Map.of())) {
      assertThat(store.stat("0000/a")).isEmpty();
    }

    assertThat(proxy.requests()).extracting(WireRequest::method).containsExactly("HEAD", "GET");
  }

  /** As genuine Litestream keeps such replicas; the test server cannot, its keys being paths. */
  @ParameterizedTest
  @CsvSource({
    "s3://b1234/?endpoint=, '', /b1234//0000/a, %2F0000%2F",
    "s3://b1234?endpoint=, ., /b1234/./0000/a, .%2F0000%2F",
    "s3://b1234/x/?endpoint=, x, /b1234/x/0000/a, x%2F0000%2F",
    "s3://b1234/y?endpoint=, /lead/ing, /b1234//lead/ing/0000/a, %2Flead%2Fing%2F0000%2F",
    "s3://b1234/y?endpoint=, end/, /b1234/end//0000/a, end%2F%2F0000%2F"
  })
  void oddPrefixesAreKept(String url, String path, String target, String listed) {
    proxy.always(
        request -> request.is("PUT"),
        new Answer(200, Map.of("etag", "\"9a0364b9e99bb480dd25e1f0284c8555\""), ""));
    String key = path + "/0000/a";
    proxy.always(
        request -> request.is("GET"),
        new Answer(
            200,
            Map.of(),
            """
            <ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>%s</Key>\
            <Size>7</Size><LastModified>2026-11-21T07:53:37.000Z</LastModified></Contents>\
            </ListBucketResult>\
            """
                .formatted(key)));
    Map<String, String> options =
        url.contains("/y?") || path.isEmpty() ? Map.of("path", path) : Map.of();

    try (ObjectStore store = TestStores.open(url + proxy.uri(), RemoteLimits.DEFAULT, options)) {
      store.put("0000/a", BODY, TIME);
      assertThat(Listings.names(store, "0000/")).containsExactly("0000/a");
    }

    assertThat(proxy.requests().getFirst().target()).isEqualTo(target);
    assertThat(proxy.requests().getLast().target()).contains("prefix=" + listed);
  }
}
