package dev.seseragi.testkit.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the documentation of the JSON API says, in its own requests. */
class FakeGcsTest {
  private static final String OBJECTS = "/storage/v1/b/bucket/o";
  private static final String UPLOAD = "/upload/storage/v1/b/bucket/o?uploadType=";
  private static final int UNIT = 256 * 1024;

  private final FakeGcs gcs = FakeGcs.start().withBucket("bucket");
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    gcs.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(gcs.endpoint().resolve(path));
  }

  private HttpResponse<String> upload(String name, String content, String more) throws Exception {
    return send(to(UPLOAD + "media&name=" + name + more).POST(BodyPublishers.ofString(content)));
  }

  private URI startSession(String name) throws Exception {
    HttpResponse<String> answer =
        send(
            to(UPLOAD + "resumable&ifGenerationMatch=0")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\"}")));
    assertThat(answer.statusCode()).isEqualTo(200);
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  private HttpResponse<String> chunk(URI session, String range, int sizeBytes) throws Exception {
    return send(
        HttpRequest.newBuilder(session)
            .header("Content-Range", range)
            .PUT(BodyPublishers.ofByteArray(new byte[sizeBytes])));
  }

  @Test
  void everyUploadHasANewGeneration() throws Exception {
    String first = upload("a", "1", "&fields=generation").body();
    String second = upload("a", "2", "&fields=generation").body();

    assertThat(first).matches("\\{\"generation\":\"\\d{16}\"}");
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void aPreconditionThatDoesNotHoldIs412() throws Exception {
    upload("a", "1", "&ifGenerationMatch=0");

    HttpResponse<String> second = upload("a", "2", "&ifGenerationMatch=0");

    assertThat(second.statusCode()).isEqualTo(412);
    assertThat(second.body()).contains("\"reason\":\"conditionNotMet\"", "\"code\":412");
    assertThat(gcs.content("bucket", "a")).asString().isEqualTo("1");
  }

  @Test
  void aChunkIsAnsweredBy308AndWhatIsKept() throws Exception {
    URI session = startSession("a");
    int total = 2 * UNIT + 1;

    assertThat(chunk(session, "bytes */" + total, 0).headers().firstValue("Range")).isEmpty();
    HttpResponse<String> first = chunk(session, "bytes 0-%d/%d".formatted(UNIT - 1, total), UNIT);
    assertThat(first.statusCode()).isEqualTo(308);
    assertThat(first.headers().firstValue("Range")).contains("bytes=0-" + (UNIT - 1));
    assertThat(chunk(session, "bytes */" + total, 0).statusCode()).isEqualTo(308);
    assertThat(gcs.names("bucket")).isEmpty();

    String rest = "bytes %d-%d/%d".formatted(UNIT, total - 1, total);
    assertThat(chunk(session, rest, UNIT + 1).statusCode()).isEqualTo(200);
    assertThat(chunk(session, "bytes */" + total, 0).statusCode()).isEqualTo(200);
    assertThat(gcs.content("bucket", "a")).hasSize(total);
  }

  @Test
  void aChunkThatIsNoMultipleAndNotTheLastIsRefused() throws Exception {
    assertThat(chunk(startSession("a"), "bytes 0-99/1000", 100).statusCode()).isEqualTo(400);
  }

  @Test
  void theConditionOfASessionHoldsWhenItEnds() throws Exception {
    URI session = startSession("a");
    upload("a", "rival", "");

    assertThat(chunk(session, "bytes 0-9/10", 10).statusCode()).isEqualTo(412);
    assertThat(gcs.content("bucket", "a")).asString().isEqualTo("rival");
  }

  @Test
  void bytesWithAnotherChecksumAreRefused() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(startSession("a"))
                .header("Content-Range", "bytes 0-9/10")
                .header("X-Goog-Hash", "crc32c=AAAAAA==")
                .PUT(BodyPublishers.ofByteArray(new byte[10])));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("doesn't match calculated CRC32C");
    assertThat(gcs.names("bucket")).isEmpty();
  }

  @Test
  void aListingHasPagesAndOnlyTheFieldsThatWereAskedFor() throws Exception {
    for (String name : List.of("p/b", "p/a", "p/c", "q")) {
      upload(name.replace("/", "%2F"), "x", "");
    }

    String first =
        send(to(OBJECTS + "?prefix=p%2F&maxResults=2&fields=kind,nextPageToken,items(name,size)"))
            .body();
    assertThat(first)
        .contains("{\"name\":\"p/a\",\"size\":\"1\"},{\"name\":\"p/b\",\"size\":\"1\"}")
        .contains("nextPageToken");
    String token = first.replaceFirst(".*nextPageToken\":\"([^\"]*)\".*", "$1");
    String second =
        send(to(OBJECTS + "?prefix=p%2F&fields=items(name)&pageToken=" + token.replace("=", "%3D")))
            .body();
    assertThat(second).isEqualTo("{\"items\":[{\"name\":\"p/c\"}]}");
    assertThat(send(to(OBJECTS + "?prefix=none")).body())
        .isEqualTo("{\"kind\":\"storage#objects\"}");
  }

  @Test
  void aRangeIs206AndBehindTheEnd416() throws Exception {
    upload("a", "content", "");

    HttpResponse<String> part = send(to(OBJECTS + "/a?alt=media").header("Range", "bytes=2-4"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("nte");
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-4/7");
    assertThat(send(to(OBJECTS + "/a?alt=media").header("Range", "bytes=7-")).statusCode())
        .isEqualTo(416);
    assertThat(send(to(OBJECTS + "/a?alt=media")).body()).isEqualTo("content");
  }

  @Test
  void whatIsMissingIs404InTheWordsOfTheApi() throws Exception {
    assertThat(send(to(OBJECTS + "/a?alt=media")).body()).isEqualTo("No such object: bucket/a");
    assertThat(send(to(OBJECTS + "/a")).body()).contains("\"reason\":\"notFound\"");
    assertThat(send(to("/storage/v1/b/other/o")).body())
        .contains("The specified bucket does not exist.");
    assertThat(send(to(OBJECTS + "/a").DELETE()).statusCode()).isEqualTo(404);
  }

  @Test
  void anAccountThatMayOnlyCreateNeitherWritesOverNorDeletes() throws Exception {
    gcs.allow(GcsPermission.createOnly());
    upload("a", "1", "");

    HttpResponse<String> second = upload("a", "2", "");
    assertThat(second.statusCode()).isEqualTo(403);
    assertThat(second.body()).contains("does not have storage.objects.delete access");
    assertThat(upload("a", "2", "&ifGenerationMatch=0").statusCode()).isEqualTo(412);
    assertThat(send(to(OBJECTS + "/a").DELETE()).statusCode()).isEqualTo(403);
    gcs.allow(Set.of(GcsPermission.DELETE));
    assertThat(send(to(OBJECTS + "/a").DELETE()).statusCode()).isEqualTo(204);
  }
}
