package dev.seseragi.bench.apps;

import dev.seseragi.bench.load.Histogram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * Clients that send one request after the other on a connection of their own. All of them are one
 * thread: what they take of the machine is taken from the server that is measured.
 */
final class HttpLoad {
  private static final int SUCCESS = 2;
  private static final int HUNDRED = 100;

  private final int port;
  private final IntFunction<byte[]> requests;
  private int sent;

  /**
   * A load.
   *
   * @param requests gives the bytes of the n-th request
   */
  HttpLoad(int port, IntFunction<byte[]> requests) {
    this.port = port;
    this.requests = requests;
  }

  /**
   * What came of it.
   *
   * @param times of each answer
   */
  record Result(Duration duration, Histogram times) {
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double P50 = 0.5;
    private static final double P95 = 0.95;

    double perSecond() {
      return times.count() / (duration.toNanos() / NANOS);
    }

    double p50Millis() {
      return times.quantileNanos(P50) / NANOS_PER_MILLI;
    }

    double p95Millis() {
      return times.quantileNanos(P95) / NANOS_PER_MILLI;
    }
  }

  /**
   * Runs for some time that counts, after some that does not.
   *
   * @throws IOException if an answer is not a success
   */
  Result run(int connections, Duration warmUp, Duration measured) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        connect(selector);
      }
      try {
        var _ = loop(selector, warmUp);
        return loop(selector, measured);
      } finally {
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
      }
    }
  }

  private void connect(Selector selector) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    HttpExchange exchange = new HttpExchange(channel);
    channel.register(selector, SelectionKey.OP_READ, exchange);
    exchange.send(requests.apply(sent++));
  }

  private Result loop(Selector selector, Duration duration) throws IOException {
    Histogram times = new Histogram();
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    while (System.nanoTime() < end) {
      selector.select(100);
      for (SelectionKey key : selector.selectedKeys()) {
        HttpExchange exchange = (HttpExchange) key.attachment();
        if (exchange.receive()) {
          if (exchange.status() / HUNDRED != SUCCESS) {
            throw new IOException("a request was answered with " + exchange.status());
          }
          times.add(System.nanoTime() - exchange.startNanos());
          exchange.send(requests.apply(sent++));
        }
      }
      selector.selectedKeys().clear();
    }
    return new Result(Duration.ofNanos(System.nanoTime() - begin), times);
  }
}
