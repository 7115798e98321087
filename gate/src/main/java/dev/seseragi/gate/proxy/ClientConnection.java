package dev.seseragi.gate.proxy;

import dev.seseragi.gate.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One client: its requests, one after the other, each an {@link Exchange}. Reads one message at a
 * time and only when it is wanted; a request that comes while another one is being answered waits
 * here, and all behind it in the system's buffers. On one event loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  /** How long, and for how many bytes, it is waited that a client hears the last reply. */
  static final Duration LINGER = Duration.ofSeconds(2);

  private static final int MAX_LINGER_BYTES = 1024 * 1024;

  private final Guests guests;
  private final Channel channel;
  private final ReplyEncoder encoder;
  private final Alarm alarm;

  /** What came together with what was wanted: at most what one read gives. */
  private final ArrayDeque<Object> inbox = new ArrayDeque<>();

  private boolean isWanted;
  private boolean isDelivering;
  private Waiting waiting = Waiting.FOR_REQUEST;
  private @Nullable Exchange exchange;
  private @Nullable HttpRequest next;
  private @Nullable ChildConnection child;
  private boolean isCounted;

  /** The last reply was given to it: no request counts any more. */
  private boolean isEnding;

  /** When it was last waited for that it takes something. */
  private long untakenBefore;

  private int lingeringBytes;

  /** Who has to do something next. */
  enum Waiting {
    /** The client, which need not. */
    FOR_REQUEST,
    /** The client, which has begun to send a head. */
    FOR_HEAD,
    /** The client, which has begun to send a body. */
    FOR_BODY,
    /** The client, which takes a reply slowly or not at all. */
    FOR_TAKING,
    /** The child. */
    FOR_CHILD,
    /** The client, which has got its last reply. */
    FOR_END
  }

  ClientConnection(Guests guests, Channel channel, ReplyEncoder encoder) {
    this.guests = guests;
    this.channel = channel;
    this.encoder = encoder;
    this.alarm = new Alarm(channel.eventLoop(), this::late);
  }

  /** Stands before the decoder and sees when a head begins. */
  ChannelInboundHandler firstBytes() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (waiting == Waiting.FOR_REQUEST) {
          await(Waiting.FOR_HEAD);
        }
        context.fireChannelRead(bytes);
      }
    };
  }

  Guests guests() {
    return guests;
  }

  Channel channel() {
    return channel;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (guests.enter(this)) {
      await(Waiting.FOR_REQUEST);
      read();
    } else {
      answer(
          LocalReply.problem(503, "too_many_connections", "There are too many connections."),
          false);
      closeGently();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    inbox.add(message);
    deliver();
  }

  /** Asks for one more message of the client's. */
  void read() {
    isWanted = true;
    deliver();
    if (isWanted) {
      channel.read();
    }
  }

  /** One after the other, even if the next one is asked for while one is being handled. */
  private void deliver() {
    if (isDelivering) {
      return;
    }
    isDelivering = true;
    try {
      while (isWanted && !inbox.isEmpty()) {
        isWanted = false;
        handle(inbox.remove());
      }
    } finally {
      isDelivering = false;
    }
  }

  private void handle(Object message) {
    switch (message) {
      case Object late when isEnding -> linger(late);
      case HttpRequest request when exchange == null -> begin(request);
      case HttpRequest request -> next = request;
      case HttpContent content when exchange != null -> exchange.content(content);
      case ByteBuf bytes when exchange != null -> exchange.raw(bytes);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest request) {
    guests.begin();
    isCounted = true;
    encoder.expect(request.method().name().equals("HEAD"));
    exchange = new Exchange(this, request);
    exchange.begin();
  }

  /** The exchange has become something else than a request with a reply. */
  void upgraded() {
    uncount();
    channel.pipeline().remove(RequestDecoder.class);
    channel.pipeline().remove(ReplyEncoder.class);
    read();
  }

  private void uncount() {
    if (isCounted) {
      isCounted = false;
      guests.end();
    }
  }

  /**
   * The exchange is over.
   *
   * @param isLasting whether another request may follow
   */
  void ended(boolean isLasting) {
    exchange = null;
    uncount();
    if (!isLasting) {
      closeGently();
    } else {
      // Not at once: many requests that came together would be answered within each other.
      channel.eventLoop().execute(this::proceed);
    }
  }

  private void proceed() {
    HttpRequest request = next;
    next = null;
    if (request != null) {
      begin(request);
    } else if (channel.isActive()) {
      await(Waiting.FOR_REQUEST);
      read();
    }
  }

  /** The connection to the child that the last request has left, if it leads there. */
  @Nullable ChildConnection takeChild(InetSocketAddress address) {
    ChildConnection parked = child;
    child = null;
    if (parked != null && !parked.isTo(address)) {
      parked.close();
      return null;
    }
    return parked;
  }

  void park(ChildConnection used) {
    child = used;
    used.park();
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  void write(Object message) {
    var _ = channel.write(message, channel.voidPromise());
  }

  void flush() {
    channel.flush();
  }

  /** Writes a reply of the proxy's own. */
  void answer(LocalReply reply, boolean isLasting) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            Unpooled.copiedBuffer(reply.body(), StandardCharsets.US_ASCII));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
        .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length())
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    if (reply.isRetryable()) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, Refusal.RETRY_AFTER_SECONDS);
    }
    if (!isLasting) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    write(response);
    flush();
  }

  /** Sets what is waited for from now on. */
  void await(Waiting what) {
    waiting = what;
    ProxySettings.Patience patience = guests.patience();
    alarm.set(
        switch (what) {
          case FOR_REQUEST -> patience.idle();
          case FOR_HEAD -> patience.head();
          case FOR_BODY, FOR_TAKING -> patience.progress();
          case FOR_CHILD -> patience.child();
          case FOR_END -> LINGER;
        });
    if (what == Waiting.FOR_TAKING) {
      untakenBefore = untakenBytes();
    }
  }

  /** How much is written and not taken, up to a constant: of a channel one of both is 0. */
  private long untakenBytes() {
    return channel.bytesBeforeWritable() - channel.bytesBeforeUnwritable();
  }

  private void late() {
    Exchange current = exchange;
    switch (waiting) {
      case FOR_REQUEST, FOR_END -> close();
      case FOR_HEAD -> {
        answer(LocalReply.problem(408, "too_slow", "The request did not come in time."), false);
        closeGently();
      }
      case FOR_BODY, FOR_CHILD -> {
        if (current == null) {
          close();
        } else {
          current.late(waiting);
        }
      }
      case FOR_TAKING -> {
        if (untakenBytes() < untakenBefore) {
          await(Waiting.FOR_TAKING);
        } else {
          abort();
        }
      }
    }
  }

  /** Breaks the connection off, so that nobody takes what has left for the whole. */
  void abort() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    var _ = channel.close();
  }

  /**
   * Closes behind what was written, which a client may take as slowly as any reply. What it still
   * sends then is read for a while: to close on it would take the last reply away from it (RFC 9112
   * §9.6).
   */
  void closeGently() {
    isEnding = true;
    await(Waiting.FOR_TAKING);
    var _ =
        channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(written -> {
              if (written.isSuccess()) {
                lingerOn();
              }
            });
  }

  private void lingerOn() {
    await(Waiting.FOR_END);
    if (channel instanceof SocketChannel socket && channel.isActive()) {
      var _ = socket.shutdownOutput();
      read();
    }
  }

  private void linger(Object late) {
    if (late instanceof HttpContent content) {
      lingeringBytes += content.content().readableBytes();
    } else if (late instanceof ByteBuf bytes) {
      lingeringBytes += bytes.readableBytes();
    }
    ReferenceCountUtil.release(late);
    if (lingeringBytes > MAX_LINGER_BYTES) {
      var _ = channel.close();
    } else {
      read();
    }
  }

  /** Ends at once. Any thread. */
  void close() {
    var _ = channel.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (exchange != null && channel.isWritable()) {
      exchange.clientTakes();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    alarm.stop();
    guests.leave(this);
    uncount();
    next = null;
    inbox.forEach(ReferenceCountUtil::release);
    inbox.clear();
    if (exchange != null) {
      exchange.clientGone();
      exchange = null;
    }
    if (child != null) {
      child.close();
      child = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A connection that broke. Its end follows, and with it what has to be done.
    var _ = channel.close();
  }
}
