package dev.seseragi.gate.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the child, for one client's requests, one after the other. Reads only when it is
 * told to. On the client's event loop.
 */
final class ChildConnection extends ChannelInboundHandlerAdapter {
  /**
   * How long it is kept between two requests. Programs close idle connections after 2 s and more:
   * one that is used again must not meet that.
   */
  private static final Duration REUSE = Duration.ofSeconds(1);

  private static final int CONNECT_MILLIS = 5_000;
  private static final int MIN_READ_BYTES = 512;
  private static final int FIRST_READ_BYTES = 2_048;

  /** The most that is read at once. */
  static final int MAX_READ_BYTES = 16 * 1024;

  private final InetSocketAddress address;
  private final ReplyDecoder decoder = new ReplyDecoder();
  private final Alarm idle;
  private final Channel channel;
  private final ChannelFuture connected;
  private boolean isUsed;
  private boolean isBroken;
  private boolean isInterim;
  private @Nullable Listener listener;

  /** Who hears what the child says. */
  interface Listener {
    /** A part came; {@link #readComplete} follows. */
    void part(Part part);

    /** What had come is handed over. */
    void readComplete();

    /** The connection is over. What came before has been handed over. */
    void gone();
  }

  /** Connects, on the event loop and with the memory of the client's connection. */
  ChildConnection(InetSocketAddress address, Channel client) {
    this.address = address;
    this.idle = new Alarm(client.eventLoop(), this::close);
    this.connected =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, client.alloc())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
            .handler(new Pipeline())
            .connect(address);
    this.channel = connected.channel();
  }

  private final class Pipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel made) {
      made.pipeline().addLast(new HttpRequestEncoder(), decoder, ChildConnection.this);
    }
  }

  static AdaptiveRecvByteBufAllocator reads() {
    return new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, MAX_READ_BYTES);
  }

  /** Completes when it is there, or cannot be. */
  ChannelFuture connected() {
    return connected;
  }

  boolean isTo(InetSocketAddress other) {
    return channel.isActive() && address.equals(other);
  }

  /** Whether a request was sent on it before. */
  boolean isUsed() {
    return isUsed;
  }

  /** Begins a request. */
  void begin(HttpRequest head, boolean isHead, Listener hears) {
    idle.stop();
    listener = hears;
    isInterim = false;
    decoder.expect(isHead);
    var _ = channel.write(head, channel.voidPromise());
    channel.flush();
  }

  /** Keeps it for the next request. */
  void park() {
    isUsed = true;
    listener = null;
    idle.set(REUSE);
    // So that its end is seen.
    channel.read();
  }

  /** Writes a piece of the request, or raw bytes; the connection owns it. */
  ChannelFuture write(Object piece) {
    return channel.writeAndFlush(piece);
  }

  /** From now on bytes are written as they are. */
  void becomeRaw() {
    channel.pipeline().remove(HttpRequestEncoder.class);
  }

  void read() {
    channel.read();
  }

  void close() {
    listener = null;
    var _ = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Listener hears = listener;
    if (hears == null) {
      // Nobody has asked anything: this is no answer.
      ReferenceCountUtil.release(message);
      var _ = context.close();
      return;
    }
    switch (message) {
      case ByteBuf bytes -> hears.part(new Part.Raw(bytes));
      case HttpObject broken when broken.decoderResult().isFailure() -> {
        ReferenceCountUtil.release(broken);
        isBroken = true;
        var _ = context.close();
      }
      case HttpResponse head -> head(head, hears);
      case HttpContent content -> content(content, hears);
      default -> throw new IllegalStateException("no part of HTTP: " + message);
    }
  }

  private void head(HttpResponse head, Listener hears) {
    boolean isSwitch = head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    isInterim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    hears.part(
        isSwitch
            ? new Part.Switch(head)
            : isInterim ? new Part.Interim(head) : new Part.Head(head));
  }

  private void content(HttpContent content, Listener hears) {
    if (isInterim || isBroken) {
      content.release();
    } else if (content instanceof LastHttpContent) {
      hears.part(new Part.End(content));
    } else {
      hears.part(new Part.Body(content));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (listener != null) {
      listener.readComplete();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    Listener hears = listener;
    listener = null;
    if (hears != null) {
      hears.gone();
    }
  }

  /** A body that ends with the connection has no end where the connection was broken off. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    isBroken = true;
    var _ = context.close();
  }
}
