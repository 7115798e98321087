package dev.seseragi.gate.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;

/**
 * Which requests are refused because a proxy and a program behind it could read them differently
 * (RFC 9112 §6.1, §11.2), or because they are none. Pure.
 */
final class RequestRules {
  private static final int BAD_REQUEST = 400;
  private static final int URI_TOO_LONG = 414;
  private static final int HEADERS_TOO_LARGE = 431;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int VERSION_NOT_SUPPORTED = 505;

  private RequestRules() {}

  /** What is answered in place of forwarding; the connection ends with it. */
  static Optional<LocalReply> refusal(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(ofFailure(request.decoderResult().cause()));
    }
    if (!isKnown(request.protocolVersion())) {
      return refuse(VERSION_NOT_SUPPORTED, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    if (request.method().equals(HttpMethod.CONNECT)) {
      return refuse(NOT_IMPLEMENTED, "tunnels to elsewhere are not made");
    }
    if (!isTarget(request)) {
      return refuse(BAD_REQUEST, "the request target is none");
    }
    return ofHost(request).or(() -> ofFraming(request));
  }

  private static LocalReply ofFailure(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> problem(URI_TOO_LONG, "the request line is too long");
      case TooLongHttpHeaderException _ -> problem(HEADERS_TOO_LARGE, "the head is too large");
      default -> problem(BAD_REQUEST, "the request cannot be read");
    };
  }

  private static boolean isKnown(HttpVersion version) {
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
  }

  private static boolean isTarget(HttpRequest request) {
    String target = request.uri();
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) == 0x7f) {
        return false;
      }
    }
    return target.startsWith("/")
        || Heads.isAbsolute(target)
        || (target.equals("*") && request.method().equals(HttpMethod.OPTIONS));
  }

  private static Optional<LocalReply> ofHost(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    boolean isRequired = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    return hosts.size() > 1 || (isRequired && hosts.isEmpty())
        ? refuse(BAD_REQUEST, "there has to be one Host")
        : Optional.empty();
  }

  /** Netty has refused bodies with two lengths, and with a length and chunks. */
  private static Optional<LocalReply> ofFraming(HttpRequest request) {
    HttpHeaders headers = request.headers();
    List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (encodings.isEmpty()) {
      return Optional.empty();
    }
    if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)
        || request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return refuse(BAD_REQUEST, "the length of the body is not clear");
    }
    return encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked")
        ? Optional.empty()
        : refuse(NOT_IMPLEMENTED, "the only transfer encoding is chunked");
  }

  private static Optional<LocalReply> refuse(int status, String detail) {
    return Optional.of(problem(status, detail));
  }

  private static LocalReply problem(int status, String detail) {
    return LocalReply.problem(status, "bad_request", detail);
  }
}
