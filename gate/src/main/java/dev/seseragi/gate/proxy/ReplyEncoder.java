package dev.seseragi.gate.proxy;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;

/** Writes replies, to a HEAD without a body. */
final class ReplyEncoder extends HttpResponseEncoder {
  private boolean isToHead;

  /** The next reply answers such a request. */
  void expect(boolean isHead) {
    isToHead = isHead;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse reply) {
    boolean isFinal = reply.status().codeClass() != HttpStatusClass.INFORMATIONAL;
    return (isFinal && isToHead) || super.isContentAlwaysEmpty(reply);
  }
}
