package dev.seseragi.gate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.TestProgress;
import dev.seseragi.testkit.time.Await;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that takes its last reply slowly, behind which its connection is to be closed. */
final class SlowClientTest {
  private final SlowChannel channel = new SlowChannel();

  /** Takes nothing until it is told to. */
  private static final class SlowChannel extends EmbeddedChannel {
    private boolean isTaking;

    @Override
    protected void doWrite(ChannelOutboundBuffer written) throws Exception {
      if (isTaking) {
        super.doWrite(written);
      }
    }

    void take() {
      isTaking = true;
      flush();
    }

    String taken() {
      StringBuilder text = new StringBuilder();
      for (ByteBuf bytes = readOutbound(); bytes != null; bytes = readOutbound()) {
        text.append(bytes.toString(StandardCharsets.US_ASCII));
        bytes.release();
      }
      return text.toString();
    }
  }

  private void connect(Duration progress) {
    Duration patience = Duration.ofMinutes(1);
    ProxySettings settings =
        new ProxySettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            1,
            new ProxySettings.Patience(patience, patience, progress, patience));
    Doorman doorman = request -> new Doorman.Way.Answer(LocalReply.text(200, "the end"));
    Guests guests =
        new Guests(settings, new OutputGate(new TestProgress()), doorman, new HeldBytes());
    ReplyEncoder encoder = new ReplyEncoder();
    ClientConnection client = new ClientConnection(guests, channel, encoder);
    channel.config().setAutoRead(false);
    channel.pipeline().addLast(client.firstBytes(), new RequestDecoder(), encoder, client);
    channel.pipeline().fireChannelActive();
  }

  private void ask() {
    var _ =
        channel.writeInbound(
            Unpooled.copiedBuffer(
                "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                StandardCharsets.US_ASCII));
  }

  /** Lets the connection's alarm ring for that long, or until it is closed. */
  private void pass(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    Await.until(
        "that time has passed",
        time.multipliedBy(10),
        () -> {
          channel.runScheduledPendingTasks();
          return !channel.isOpen() || System.nanoTime() - end >= 0;
        });
  }

  @AfterEach
  void close() {
    var _ = channel.close();
  }

  @Test
  void theEndOfTheLastReplyWaitsForASlowClient() throws Exception {
    connect(Duration.ofMinutes(1));
    ask();

    pass(ClientConnection.LINGER.plusMillis(200));

    assertThat(channel.isOpen()).isTrue();
    channel.take();
    assertThat(channel.taken()).startsWith("HTTP/1.1 200").endsWith("the end\n");
  }

  @Test
  void whoDoesNotTakeTheLastReplyIsGivenUp() throws Exception {
    connect(Duration.ofMillis(50));
    ask();

    pass(Duration.ofSeconds(1));

    assertThat(channel.isOpen()).isFalse();
  }
}
