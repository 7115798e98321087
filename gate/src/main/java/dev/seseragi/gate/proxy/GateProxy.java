package dev.seseragi.gate.proxy;

import dev.seseragi.SeseragiException;
import dev.seseragi.gate.OutputGate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A reverse proxy for HTTP/1.1 that holds each part of a reply back until all that it could tell is
 * in the store. Bodies stream; upgraded connections (WebSocket) and server-sent events pass, each
 * piece held in its turn.
 *
 * <p>Safe for use by many threads.
 */
public final class GateProxy implements AutoCloseable {
  private static final int MAX_THREADS = 4;
  private static final int BACKLOG = 1_024;
  private static final long CLOSE_MILLIS = 200;

  private static final int PAGE_BYTES = 8_192;

  /** Memory is taken from the system in pieces of 256 KiB. */
  private static final int CHUNK_ORDER = 5;

  private static final int CACHED_SMALL = 64;
  private static final int CACHED_NORMAL = 8;

  private final EventLoopGroup loops;
  private final Channel server;
  private final Guests guests;

  private GateProxy(EventLoopGroup loops, Channel server, Guests guests) {
    this.loops = loops;
    this.server = server;
    this.guests = guests;
  }

  /**
   * Begins to listen.
   *
   * @param threads makes the few that do all the work
   * @throws SeseragiException if the port cannot be had
   */
  public static GateProxy listen(
      ProxySettings settings, OutputGate gate, Doorman doorman, ThreadFactory threads) {
    return listen(new Guests(settings, gate, doorman, new HeldBytes()), settings, threads);
  }

  /** The same, where what is held can be looked at. */
  static GateProxy listen(Guests guests, ProxySettings settings, ThreadFactory threads) {
    int count = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(count, threads, NioIoHandler.newFactory());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, memory(count))
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, ChildConnection.reads())
            .childHandler(new Reception(guests));
    ChannelFuture bound = bootstrap.bind(settings.listen()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      var _ = loops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      throw new SeseragiException(
          "cannot listen on %s: %s; choose another port or end what uses it"
              .formatted(settings.listen(), bound.cause().getMessage()),
          bound.cause());
    }
    return new GateProxy(loops, bound.channel(), guests);
  }

  /** Small pools: what a busy moment has taken is little. */
  private static PooledByteBufAllocator memory(int arenas) {
    return new PooledByteBufAllocator(
        true, 0, arenas, PAGE_BYTES, CHUNK_ORDER, CACHED_SMALL, CACHED_NORMAL, false);
  }

  /** Makes the pipeline of each connection. */
  private static final class Reception extends ChannelInitializer<Channel> {
    private final Guests guests;

    Reception(Guests guests) {
      this.guests = guests;
    }

    @Override
    protected void initChannel(Channel channel) {
      ReplyEncoder encoder = new ReplyEncoder();
      ClientConnection client = new ClientConnection(guests, channel, encoder);
      channel.pipeline().addLast(client.firstBytes(), new RequestDecoder(), encoder, client);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /**
   * Accepts no more connections, and ends each that there is behind its next reply.
   *
   * @return completes when no request is being answered (upgraded connections do not count)
   */
  public CompletableFuture<Void> drain() {
    var _ = server.close();
    return guests.drain();
  }

  /** Breaks off what there is, and ends. */
  @Override
  public void close() {
    server.close().awaitUninterruptibly(CLOSE_MILLIS);
    guests.close();
    loops
        .shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * CLOSE_MILLIS);
  }
}
