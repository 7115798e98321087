package dev.seseragi.bench.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TinyS3Test {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newHttpClient();
  private TinyS3 s3;
  private String base;

  @BeforeEach
  void start() throws IOException {
    s3 = TinyS3.start(Duration.ZERO);
    String url = s3.url();
    int at = url.indexOf("http://");
    base = url.substring(at, url.indexOf('&', at)) + "/bench";
  }

  @AfterEach
  void stop() {
    s3.close();
    client.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.timeout(DEADLINE).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  @Test
  void whatIsPutIsListedAndReadInRanges() throws Exception {
    send(
        to("/a/0000/x")
            .header("x-amz-meta-when", "now")
            .PUT(BodyPublishers.ofString("0123456789")));

    assertThat(send(to("?list-type=2&prefix=a%2F0000%2F")).body())
        .contains("<Key>a/0000/x</Key>", "<Size>10</Size>");
    HttpResponse<String> part = send(to("/a/0000/x").header("Range", "bytes=2-4"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(part.headers().firstValue("x-amz-meta-when")).contains("now");
    assertThat(send(to("/a/0000/y")).statusCode()).isEqualTo(404);
  }

  @Test
  void contentInSignedChunksIsPutTogether() throws Exception {
    String chunks = "3;chunk-signature=ab\r\nabc\r\n2;chunk-signature=cd\r\nde\r\n0;x=y\r\n\r\n";
    send(to("/k").header("Content-Encoding", "aws-chunked").PUT(BodyPublishers.ofString(chunks)));

    assertThat(send(to("/k")).body()).isEqualTo("abcde");
  }

  @Test
  void partsOfAnUploadBecomeOneObject() throws Exception {
    String answer = send(to("/k?uploads").POST(BodyPublishers.noBody())).body();
    String id = answer.substring(answer.indexOf("<UploadId>") + 10, answer.indexOf("</UploadId>"));
    send(to("/k?partNumber=2&uploadId=" + id).PUT(BodyPublishers.ofString("second")));
    send(to("/k?partNumber=1&uploadId=" + id).PUT(BodyPublishers.ofString("first ")));
    assertThat(s3.objects()).isZero();
    send(to("/k?uploadId=" + id).POST(BodyPublishers.ofString("<Complete/>")));

    assertThat(send(to("/k")).body()).isEqualTo("first second");
    assertThat(s3.requests()).isEqualTo(5);
  }

  @Test
  void severalObjectsAreDeletedAtOnce() throws Exception {
    send(to("/a").PUT(BodyPublishers.ofString("1")));
    send(to("/b").PUT(BodyPublishers.ofString("2")));
    String keys = "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>";
    send(to("?delete").POST(BodyPublishers.ofString(keys)));

    assertThat(s3.objects()).isZero();
  }
}
