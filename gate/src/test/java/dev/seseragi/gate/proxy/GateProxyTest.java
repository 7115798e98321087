package dev.seseragi.gate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.gate.GateRequest;
import dev.seseragi.gate.RawClient;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes the proxy, and when. */
final class GateProxyTest extends ProxyFixture {
  @Test
  void theChildSeesTheRequestAndWhoSentIt() throws Exception {
    client.send(
        """
        GET /a?b=%20c HTTP/1.1
        Host: shop.example:81
        Connection: keep-alive, X-Private
        X-Private: 1
        X-Public: 2
        Keep-Alive: 5
        TE: trailers, deflate
        Upgrade: h2c
        Proxy-Authorization: x
        X-Forwarded-For: 10.0.0.1
        Cookie: a=b

        """);

    String head = accept().head();

    assertThat(head)
        .startsWith("GET /a?b=%20c HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nhost: shop.example:81\r\n")
        .containsIgnoringCase("\r\nx-public: 2\r\n")
        .containsIgnoringCase("\r\nte: trailers\r\n")
        .containsIgnoringCase("\r\nx-forwarded-for: 10.0.0.1, 127.0.0.1\r\n")
        .containsIgnoringCase("\r\nx-forwarded-proto: http\r\n")
        .containsIgnoringCase("\r\nx-forwarded-host: shop.example:81\r\n")
        .containsIgnoringCase("\r\ncookie: a=b\r\n")
        .doesNotContainIgnoringCase("x-private")
        .doesNotContainIgnoringCase("\r\nkeep-alive:")
        .doesNotContainIgnoringCase("upgrade")
        .doesNotContainIgnoringCase("proxy-authorization");
  }

  @Test
  void aReplyWaitsForTheGateAndTheConnectionGoesOn() throws Exception {
    progress.hold();
    RawClient there = asked("GET", "/1");
    there
        .send("HTTP/1.1 200 OK\nContent-Length: 3\nConnection: keep-alive\nX-A: 1\n\n")
        .send("one");
    progress.awaitQuestion();
    assertThat(client.isSilent()).isTrue();
    progress.open();

    assertThat(client.reply())
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\none")
        .containsIgnoringCase("x-a: 1")
        .doesNotContainIgnoringCase("connection:");

    client.send("POST /2 HTTP/1.1\nHost: here\nContent-Length: 4\n\n").send("body");
    assertThat(there.readTo("body")).startsWith("POST /2 HTTP/1.1");
    there.send("HTTP/1.1 201 Created\nContent-Length: 0\n\n");
    assertThat(client.head()).startsWith("HTTP/1.1 201 Created");
  }

  @Test
  void eachChunkWaitsAndTrailersPass() throws Exception {
    progress.hold();
    RawClient there = asked("GET", "/stream");
    there.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTrailer: X-Sum\n\n");
    for (String chunk : new String[] {"data: 1", "data: 2"}) {
      there.send("7\n" + chunk + "\n");
      progress.awaitQuestion();
      assertThat(client.isSilent()).isTrue();
      progress.release();
      // The head may have come, and be asked about, before the chunk.
      releaseUntil(chunk + "\r\n");
    }
    there.send("0\nX-Sum: 9\n\n");
    progress.awaitQuestion();
    assertThat(client.isSilent()).isTrue();
    progress.open();
    assertThat(client.readTo("\r\n\r\n")).containsIgnoringCase("0\r\nx-sum: 9\r\n\r\n");
  }

  private void releaseUntil(String end) throws Exception {
    CompletableFuture<String> read = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            read.complete(client.readTo(end));
          } catch (IOException | AssertionError e) {
            read.completeExceptionally(e);
          }
        });
    while (!read.isDone()) {
      progress.release();
      Thread.onSpinWait();
    }
    read.get();
  }

  @ParameterizedTest
  @CsvSource({"HEAD, 200 OK", "GET, 304 Not Modified", "GET, 204 No Content"})
  void repliesWithoutABodyEnd(String method, String status) throws Exception {
    RawClient there = asked(method, "/");
    String length = status.startsWith("204") ? "" : "Content-Length: 99\n";
    there.send("HTTP/1.1 " + status + "\nETag: x\n" + length + "\n");
    String head = client.head();
    assertThat(head).startsWith("HTTP/1.1 " + status);
    assertThat(head.contains("99")).isEqualTo(!length.isEmpty());
    client.request("GET", "/next");
    assertThat(there.head()).startsWith("GET /next");
  }

  @Test
  void aBodyThatIsAskedForFirstIs() throws Exception {
    client.send("PUT / HTTP/1.1\nHost: here\nExpect: 100-continue\nContent-Length: 4\n\n");
    RawClient there = accept();
    assertThat(there.head()).containsIgnoringCase("expect: 100-continue");
    there.send("HTTP/1.1 100 Continue\n\n");
    assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    client.send("body");
    there.readTo("body");
    there.send("HTTP/1.1 103 Early Hints\nLink: </a.css>\n\nHTTP/1.1 204 No Content\n\n");
    assertThat(client.head()).startsWith("HTTP/1.1 103").containsIgnoringCase("link: </a.css>");
    assertThat(client.head()).startsWith("HTTP/1.1 204");
  }

  @Test
  void chunksOfARequestPass() throws Exception {
    client.send("POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\n3\nabc\n");
    RawClient there = accept();
    assertThat(there.readTo("abc\r\n")).containsIgnoringCase("transfer-encoding: chunked");
    client.send("0\nX-Sum: 7\n\n");
    assertThat(there.readTo("\r\n\r\n")).containsIgnoringCase("x-sum: 7");
  }

  /**
   * Whoever closed on a body that is still being sent would take the answer away from its sender.
   */
  @Test
  void aHeadThatComesInManyPiecesIsRead() throws Exception {
    client.send("GET / HTTP/1.1\nHost: h\nX: " + "x".repeat(50_000) + "\n\n");
    assertThat(accept().head()).hasSizeGreaterThan(50_000);
  }

  @Test
  void requestsThatComeTogetherAreAnsweredInOrder() throws Exception {
    client.send(
        "GET /1 HTTP/1.1\nHost: h\n\nPOST /2 HTTP/1.1\nHost: h\nContent-Length: 1\n\nxGET /3"
            + " HTTP/1.1\nHost: h\n\n");
    RawClient there = accept();
    for (int i = 1; i <= 3; i++) {
      assertThat(there.head()).contains("/" + i + " HTTP");
      if (i == 2) {
        there.readTo("x");
      }
      assertThat(there.isSilent()).isTrue();
      there.send("HTTP/1.1 200 OK\nContent-Length: 1\n\n" + i);
      assertThat(client.reply()).endsWith("\r\n\r\n" + i);
    }
  }

  @Test
  void manyRequestsThatComeTogetherAreNoProblem() throws Exception {
    doorman = request -> new Doorman.Way.Answer(LocalReply.text(200, "ok"));
    client.send("GET / HTTP/1.1\nHost: h\n\n".repeat(5_000));
    for (int i = 0; i < 5_000; i++) {
      assertThat(client.reply()).endsWith("ok\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whenTheClientLeavesTheChildHearsOfIt(boolean isReplyBegun) throws Exception {
    RawClient there = asked("GET", "/slow");
    if (isReplyBegun) {
      there.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\nx\n");
      client.readTo("x\r\n");
    }
    client.close();
    assertThat(there.rest()).isIn("", "RESET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nab",
        "HTTP/1.1 200 OK\nContent-Le",
        "x\n\n"
      })
  void aChildThatBreaksOffBeforeAnythingHasLeftIsA502(String text) throws Exception {
    progress.hold();
    RawClient there = asked("POST", "/");
    there.send(text);
    there.close();
    assertThat(client.reply()).startsWith("HTTP/1.1 502").contains("child_broke_off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked", "Connection: close"})
  void aChildThatBreaksOffLaterNeverLooksWhole(String framing) throws Exception {
    RawClient there = asked("GET", "/");
    there.send(
        "HTTP/1.1 200 OK\n" + framing + "\n\n" + (framing.contains("chunked") ? "2\nab\n" : "ab"));
    client.readTo("ab");
    if (framing.contains("close")) {
      there.breakOff();
    } else {
      there.close();
    }
    assertThat(client.rest()).isIn("RESET", "\r\nRESET");
  }

  @Test
  void whatTheChildSaysUnaskedIsNobodysReply() throws Exception {
    RawClient there = asked("GET", "/1");
    there.send("HTTP/1.1 200 OK\nContent-Length: 1\n\naHTTP/1.1 200 OK\nContent-Length: 1\n\nb");
    assertThat(client.reply()).endsWith("\r\n\r\na");
    assertThat(client.isSilent()).isTrue();
    client.request("GET", "/2");
    RawClient fresh = accept();
    assertThat(fresh.head()).startsWith("GET /2");
    fresh.send("HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: x\n\n");
    assertThat(client.reply()).startsWith("HTTP/1.1 502");
  }

  @Test
  void aBodyThatEndsWithTheConnectionIsWhole() throws Exception {
    RawClient there = asked("GET", "/");
    there.send("HTTP/1.0 200 OK\n\nab");
    there.close();
    assertThat(client.reply()).containsIgnoringCase("transfer-encoding: chunked").contains("ab");
    client.request("GET", "/next");
    assertThat(accept().head()).startsWith("GET /next");
  }

  @Test
  void aClientOfHttp10GetsNoChunks() throws Exception {
    client.send("GET / HTTP/1.0\nConnection: keep-alive\n\n");
    RawClient there = accept();
    assertThat(there.head()).startsWith("GET / HTTP/1.1").containsIgnoringCase("host: localhost");
    there.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nab\n0\n\n");
    assertThat(client.rest())
        .endsWith("\r\n\r\nab")
        .doesNotContainIgnoringCase("transfer-encoding");
  }

  @Test
  void aTargetWithAHostIsTakenApart() throws Exception {
    client.send("GET http://shop.example/a?b HTTP/1.1\nHost: other\n\n");
    assertThat(accept().head())
        .startsWith("GET /a?b HTTP/1.1")
        .containsIgnoringCase("host: shop.example\r\n");
  }

  @Test
  void aChildThatIsNotThereIsA502() throws Exception {
    child.close();
    assertThat(client.request("GET", "/").reply())
        .startsWith("HTTP/1.1 502")
        .contains("child_unreachable");
  }

  @Test
  void aConnectionThatTheChildClosedMeanwhileIsNoError() throws Exception {
    RawClient there = asked("GET", "/1");
    there.send("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    client.head();
    client.request("GET", "/2");
    there.head();
    there.close();
    assertThat(accept().head()).startsWith("GET /2");
  }

  @Test
  void aWriteIsNeverSentTwice() throws Exception {
    RawClient there = asked("GET", "/1");
    there.send("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    client.head();
    client.request("POST", "/2");
    there.head();
    there.close();
    assertThat(client.reply()).startsWith("HTTP/1.1 502");
  }

  @Test
  void whatAnUpgradedConnectionSaysWaitsInOneDirection() throws Exception {
    client.send(
        """
        GET /ws HTTP/1.1
        Host: h
        Connection: keep-alive, Upgrade
        Upgrade: websocket
        Sec-WebSocket-Key: k

        """);
    RawClient there = accept();
    assertThat(there.head())
        .containsIgnoringCase("connection: upgrade\r\n")
        .containsIgnoringCase("upgrade: websocket\r\n");
    there.send(
        """
        HTTP/1.1 101 Switching Protocols
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Accept: a

        early\
        """);
    assertThat(client.head()).startsWith("HTTP/1.1 101").containsIgnoringCase("upgrade: websocket");
    client.readTo("early");
    progress.hold();
    client.send("to the child\n");
    there.readTo("to the child\r\n");
    there.send("frame\n");
    progress.awaitQuestion();
    assertThat(client.isSilent()).isTrue();
    progress.release();
    client.readTo("frame\r\n");
    there.send("last");
    there.close();
    progress.awaitQuestion();
    progress.open();
    assertThat(client.rest()).isEqualTo("last");
  }

  @Test
  void whoLeavesAnUpgradedConnectionEndsIt() throws Exception {
    RawClient there = asked("GET / HTTP/1.1\nHost: h\nConnection: Upgrade\nUpgrade: websocket\n\n");
    there.send("HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: websocket\n\n");
    client.head();
    client.close();
    assertThat(there.rest()).isIn("", "RESET");
  }

  @Test
  void aReplyThatMayNotLeaveBecomesA503() throws Exception {
    progress.fail(new FencedException("bucket", new Txid(7), 1));
    RawClient there = asked("POST", "/");
    there.send("HTTP/1.1 200 OK\nContent-Length: 6\nSet-Cookie: a\n\nsecret");
    assertThat(client.reply())
        .startsWith("HTTP/1.1 503")
        .containsIgnoringCase("retry-after: 1")
        .contains("\"code\":\"not_durable\"", "\"reason\":\"fenced\"")
        .doesNotContain("secret", "bucket")
        .doesNotContainIgnoringCase("set-cookie");
    assertThat(there.rest()).isIn("", "RESET");
  }

  @Test
  void whatCannotBeEndedIsBrokenOff() throws Exception {
    RawClient there = asked("GET", "/");
    there.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\na\n");
    client.readTo("a\r\n");
    progress.fail(new FencedException("bucket", new Txid(7), 1));
    there.send("1\nb\n0\n\n");
    assertThat(client.rest()).isEqualTo("RESET");
  }

  @Test
  void theGateIsAskedOnceAboutAReplyThatComesAtOnce() throws Exception {
    progress.hold();
    RawClient there = asked("GET", "/");
    there.send("HTTP/1.1 200 OK\nContent-Length: 5\n\nwhole");
    progress.awaitQuestion();
    progress.open();
    client.reply();
    assertThat(progress.asked()).isEqualTo(1);
  }

  @Test
  void theEndWaitsForWhatIsBeingAnswered() throws Exception {
    progress.hold();
    RawClient there = asked("GET", "/");
    CompletableFuture<Void> drained = proxy.drain();
    there.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
    progress.awaitQuestion();
    assertThat(drained).isNotDone();
    progress.open();
    assertThat(client.rest()).endsWith("ok").containsIgnoringCase("connection: close");
    drained.get(20, TimeUnit.SECONDS);
  }

  @Test
  void theDoormanSeesThePathWithoutTheQuery() throws Exception {
    doorman =
        request -> {
          assertThat(request).isEqualTo(new GateRequest("GET", "/up"));
          return new Doorman.Way.Answer(LocalReply.text(200, "yes"));
        };
    assertThat(client.request("GET", "/up?x=1").reply()).endsWith("yes\n");
    assertThat(client.request("GET", "/up").reply()).endsWith("yes\n");
  }
}
