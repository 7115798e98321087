package dev.seseragi.bench.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seseragi.testkit.s3.S3TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * An S3 server as a program: s3proxy with its objects in a folder, the proxy before it, and a port
 * by which {@link LocalS3} gives orders and asks for counts.
 */
final class S3ServerMain {
  /** What it says once it serves, followed by the ports of the proxy and of the control. */
  static final String READY = "serving ";

  static final String TALLY = "/tally";
  static final String STORED = "/stored";
  static final String DELAY = "/delay/";
  static final String HANG = "/hang";

  private final FarAwayProxy proxy;

  private S3ServerMain(FarAwayProxy proxy) {
    this.proxy = proxy;
  }

  /** Arguments: folder of the objects. */
  public static void main(String[] args) throws IOException, InterruptedException {
    S3TestServer s3 = S3TestServer.in(Path.of(args[0]));
    FarAwayProxy proxy = FarAwayProxy.before(s3.uri());
    HttpServer control =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    control.createContext("/", new S3ServerMain(proxy)::obey);
    control.start();
    System.out.println(READY + proxy.uri().getPort() + " " + control.getAddress().getPort());
    Thread.currentThread().join();
  }

  private void obey(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] answer = answer(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private String answer(String order) {
    if (order.equals(TALLY)) {
      return proxy.served().tally().lines();
    }
    if (order.equals(STORED)) {
      return proxy.served().storedObjects().stream()
          .map(StoredObject::line)
          .collect(Collectors.joining());
    }
    if (order.equals(HANG)) {
      proxy.hang();
    } else if (order.startsWith(DELAY)) {
      proxy.delay(Duration.ofMillis(Long.parseLong(order.substring(DELAY.length()))));
    } else {
      throw new IllegalArgumentException("no such order: " + order);
    }
    return "";
  }
}
