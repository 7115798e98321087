package dev.seseragi.gate.proxy;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What becomes of a head on its way through the proxy (RFC 9110 §7.6). Pure. */
final class Heads {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";

  /** What concerns one connection only. Trailer goes on: trailers do. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "upgrade",
          "http2-settings");

  /** What a Connection header cannot take away: who it is for, how long it is, who sent it. */
  private static final Set<String> LASTING =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "authorization",
          "cookie",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host");

  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://([^/?#@]+)([/?].*)?", Pattern.CASE_INSENSITIVE);

  private Heads() {}

  /** Whether a request target names a host, as those to proxies may. */
  static boolean isAbsolute(String target) {
    return ABSOLUTE.matcher(target).matches();
  }

  /** The path of a target, without query. */
  static String path(String target) {
    String origin = origin(target);
    int query = origin.indexOf('?');
    return query < 0 ? origin : origin.substring(0, query);
  }

  private static String origin(String target) {
    var absolute = ABSOLUTE.matcher(target);
    if (!absolute.matches()) {
      return target;
    }
    String rest = absolute.group(2);
    return rest == null ? "/" : rest.startsWith("/") ? rest : "/" + rest;
  }

  /** Whether the client wants to speak something else from here on; not HTTP/2, which is HTTP. */
  static boolean isUpgrade(HttpRequest request) {
    String protocol = request.headers().get(HttpHeaderNames.UPGRADE, "");
    return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && request
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && !protocol.isEmpty()
        && !protocol.toLowerCase(Locale.ROOT).contains("h2c");
  }

  /** Whether a body may follow. */
  static boolean hasBody(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }

  /**
   * The head as the child gets it.
   *
   * @param client who sends it
   */
  static HttpRequest forChild(HttpRequest request, InetSocketAddress client) {
    HttpRequest out =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), origin(request.uri()));
    HttpHeaders from = request.headers();
    HttpHeaders to = out.headers();
    copyEndToEnd(from, to);
    setHost(request, to);
    if (isUpgrade(request)) {
      to.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      to.set(HttpHeaderNames.UPGRADE, from.getAll(HttpHeaderNames.UPGRADE));
    } else if (from.containsValue(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS, true)) {
      to.set(HttpHeaderNames.CONNECTION, HttpHeaderNames.TE);
      to.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
    }
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      to.remove(HttpHeaderNames.EXPECT);
    }
    setForwarded(from, to, client);
    return out;
  }

  private static void setHost(HttpRequest request, HttpHeaders to) {
    var absolute = ABSOLUTE.matcher(request.uri());
    if (absolute.matches()) {
      to.set(HttpHeaderNames.HOST, absolute.group(1));
    } else if (!to.contains(HttpHeaderNames.HOST)) {
      // HTTP/1.0 need not say; HTTP/1.1, which the child is spoken to in, must.
      to.set(HttpHeaderNames.HOST, "localhost");
    }
  }

  private static void setForwarded(HttpHeaders from, HttpHeaders to, InetSocketAddress client) {
    List<String> before = from.getAll(FORWARDED_FOR);
    String address = client.getAddress().getHostAddress();
    to.set(FORWARDED_FOR, before.isEmpty() ? address : String.join(", ", before) + ", " + address);
    if (!from.contains(FORWARDED_PROTO)) {
      to.set(FORWARDED_PROTO, "http");
    }
    String host = to.get(HttpHeaderNames.HOST);
    if (!from.contains(FORWARDED_HOST) && host != null) {
      to.set(FORWARDED_HOST, host);
    }
  }

  /** A reply that only announces another one: as it is. */
  static HttpResponse interim(HttpResponse reply) {
    HttpResponse out = new DefaultHttpResponse(HttpVersion.HTTP_1_1, reply.status());
    copyEndToEnd(reply.headers(), out.headers());
    return out;
  }

  /** The agreement to speak something else from here on. */
  static HttpResponse switching(HttpResponse reply) {
    HttpResponse out = interim(reply);
    out.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    out.headers().set(HttpHeaderNames.UPGRADE, reply.headers().getAll(HttpHeaderNames.UPGRADE));
    return out;
  }

  /**
   * A head for the client, and whether its connection can be used again afterwards.
   *
   * @param reply the head
   * @param isLasting whether the connection stays
   */
  record ForClient(HttpResponse reply, boolean isLasting) {}

  /**
   * The final head as the client gets it.
   *
   * @param isLasting whether the connection could stay
   */
  static ForClient forClient(HttpResponse reply, HttpRequest request, boolean isLasting) {
    HttpResponse out = new DefaultHttpResponse(HttpVersion.HTTP_1_1, reply.status());
    copyEndToEnd(reply.headers(), out.headers());
    boolean isOld = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    boolean stays = isLasting;
    if (!HttpUtil.isContentLengthSet(out) && mayHaveBody(reply, request)) {
      // Chunks, or a body that ends with the child's connection: chunks, where they are understood.
      HttpUtil.setTransferEncodingChunked(out, !isOld);
      stays &= !isOld;
    }
    if (!stays) {
      out.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (isOld) {
      out.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return new ForClient(out, stays);
  }

  private static boolean mayHaveBody(HttpResponse reply, HttpRequest request) {
    int code = reply.status().code();
    return !request.method().equals(HttpMethod.HEAD)
        && reply.status().codeClass() != HttpStatusClass.INFORMATIONAL
        && code != 204
        && code != 205
        && code != 304;
  }

  /** Whether the child's connection can be used again behind this reply. */
  static boolean isReusable(HttpResponse reply, HttpRequest request) {
    return HttpUtil.isKeepAlive(reply)
        && (!mayHaveBody(reply, request)
            || HttpUtil.isContentLengthSet(reply)
            || HttpUtil.isTransferEncodingChunked(reply));
  }

  private static void copyEndToEnd(HttpHeaders from, HttpHeaders to) {
    Set<String> left = new HashSet<>(HOP_BY_HOP);
    for (String value : from.getAll(HttpHeaderNames.CONNECTION)) {
      for (String name : COMMA.split(value.strip(), -1)) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!LASTING.contains(lower)) {
          left.add(lower);
        }
      }
    }
    for (Map.Entry<String, String> header : from) {
      if (!left.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }
}
