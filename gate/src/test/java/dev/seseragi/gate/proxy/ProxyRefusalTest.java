package dev.seseragi.gate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.gate.RawClient;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the proxy answers itself, and whom it gives up. */
final class ProxyRefusalTest extends ProxyFixture {
  private static final Duration MOMENT = Duration.ofMillis(150);

  @Test
  void aBodyThatNobodyWantsIsRefusedAtOnce() throws Exception {
    RawClient there =
        asked("PUT / HTTP/1.1\nHost: here\nExpect: 100-continue\nContent-Length: 9999\n\n");
    there.send("HTTP/1.1 413 Content Too Large\nContent-Length: 0\n\n");
    assertThat(client.rest()).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");
    assertThat(there.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400|POST / HTTP/1.1\nHost: h\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n",
        "400|POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\nContent-Length: 5\n\n0\n\n",
        "400|POST / HTTP/1.1\nHost: h\nContent-Length: 5\nContent-Length: 6\n\n12345",
        "400|POST / HTTP/1.1\nHost: h\nContent-Length: +5\n\n12345",
        "400|POST / HTTP/1.1\nHost: h\nTransfer-Encoding: xchunked\n\n0\n\n",
        "501|POST / HTTP/1.1\nHost: h\nTransfer-Encoding: gzip, chunked\n\n0\n\n",
        "400|POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\nTransfer-Encoding: x\n\n0\n\n",
        "400|POST / HTTP/1.0\nHost: h\nTransfer-Encoding: chunked\n\n0\n\n",
        "400|POST / HTTP/1.1\nHost: h\nTransfer-Encoding : chunked\n\n0\n\n",
        "400|POST / HTTP/1.1\nHost: h\nContent-Length: 5\n Transfer-Encoding: chunked\n\n12345",
        "400|GET / HTTP/1.1\n\n",
        "400|GET / HTTP/1.1\nHost: a\nHost: b\n\n",
        "400|GET nowhere HTTP/1.1\nHost: h\n\n",
        "501|CONNECT there:443 HTTP/1.1\nHost: there:443\n\n",
        "505|GET / HTTP/2.0\nHost: h\n\n",
        "505|PRI * HTTP/2.0\n\nSM\n\n"
      })
  void whatCouldBeReadInTwoWaysNeverReachesTheChild(String text) throws Exception {
    client.send(text.substring(4));
    assertThat(client.rest())
        .startsWith("HTTP/1.1 " + text.substring(0, 3))
        .contains("bad_request");
    child.setSoTimeout(1);
    assertThat(catchThrowable(this::accept)).isNotNull();
  }

  @Test
  void aHeadThatIsTooLargeIsRefused() throws Exception {
    client.send("GET / HTTP/1.1\nHost: h\nX: " + "x".repeat(70_000) + "\n\n");
    assertThat(client.rest()).startsWith("HTTP/1.1 431");
  }

  private static void assertIsToldBehindTheBody(RawClient client, String status) throws Exception {
    client.awaitAnswer().send("x".repeat(500_000));
    assertThat(client.rest()).startsWith("HTTP/1.1 " + status).doesNotContain("RESET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400|POST / HTTP/1.1\nContent-Length: 500000\n\n",
        "400|POST / HTTP/1.1\nHost: h\nContent-Length: 500000\nContent-Length: 1\n\n",
        "501|POST / HTTP/1.1\nHost: h\nTransfer-Encoding: gzip, chunked\n\n",
        "503|POST /doorman HTTP/1.1\nHost: h\nContent-Length: 500000\n\n"
      })
  void aRefusalArrivesThoughTheBodyIsStillBeingSent(String text) throws Exception {
    doorman = request -> new Doorman.Way.Answer(LocalReply.problem(503, "starting", "Later."));
    client.send(text.substring(4));
    assertIsToldBehindTheBody(client, text.substring(0, 3));
  }

  @Test
  void aRefusalOfAHeadThatIsTooLargeArrivesToo() throws Exception {
    client.send("POST / HTTP/1.1\nHost: h\nX: " + "x".repeat(70_000) + "\n\n");
    assertIsToldBehindTheBody(client, "431");
  }

  @Test
  void whatTheChildAnswersBeforeTheBodyArrivesToo() throws Exception {
    RawClient there = asked("POST / HTTP/1.1\nHost: h\nContent-Length: 500000\n\n");
    there.send("HTTP/1.1 413 Content Too Large\nContent-Length: 0\n\n");
    assertIsToldBehindTheBody(client, "413");
  }

  @Test
  void aReplyThatMayNotLeaveIsRefusedBeforeTheBodyToo() throws Exception {
    progress.fail(new FencedException("bucket", new Txid(7), 1));
    RawClient there = asked("POST / HTTP/1.1\nHost: h\nContent-Length: 500000\n\n");
    there.send("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    assertIsToldBehindTheBody(client, "503");
  }

  @Test
  void aBrokenBodyBreaksTheRequestOff() throws Exception {
    RawClient there = asked("POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\nzz\n");
    assertThat(there.rest()).doesNotContain("0\r\n");
    assertThat(client.rest()).startsWith("HTTP/1.1 400");
  }

  @Test
  void moreConnectionsThanAllowedAreToldSo() throws Exception {
    restart(new ProxySettings(anyPort(), 1, ProxySettings.Patience.DEFAULTS));
    var _ = asked("GET", "/");
    try (RawClient second = new RawClient(proxy.address().getPort())) {
      assertThat(second.rest()).startsWith("HTTP/1.1 503").contains("too_many_connections");
    }
    try (RawClient third = new RawClient(proxy.address().getPort())) {
      third.send("POST / HTTP/1.1\nHost: h\nContent-Length: 500000\n\n");
      assertIsToldBehindTheBody(third, "503");
    }
  }

  @Test
  void whoSendsTooSlowlyIsTold() throws Exception {
    restart(
        new ProxySettings(
            anyPort(),
            10,
            new ProxySettings.Patience(Duration.ofSeconds(20), MOMENT, MOMENT, MOMENT)));
    client.send("GET / HT");
    assertThat(client.rest()).startsWith("HTTP/1.1 408");
    try (RawClient second = new RawClient(proxy.address().getPort())) {
      second.send("POST / HTTP/1.1\nHost: h\nContent-Length: 5\n\nab");
      assertThat(second.rest()).startsWith("HTTP/1.1 408");
    }
    try (RawClient third = new RawClient(proxy.address().getPort())) {
      third.send("GET / HTTP/1.1\nHost: h\n\n");
      assertThat(third.reply()).startsWith("HTTP/1.1 504");
    }
  }

  @Test
  void whoTakesNothingIsGivenUp() throws Exception {
    Duration patience = Duration.ofSeconds(20);
    restart(
        new ProxySettings(
            anyPort(), 10, new ProxySettings.Patience(patience, patience, MOMENT, patience)));
    RawClient there = asked("GET", "/");
    there.send("HTTP/1.1 200 OK\n\n");
    byte[] much = new byte[1 << 20];
    assertThat(
            catchThrowable(() -> {
              while (true) {
                there.socket().getOutputStream().write(much);
              }
            }))
        .isInstanceOf(IOException.class);
  }
}
