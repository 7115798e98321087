package dev.seseragi.gate.proxy;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;

/** Reads the child's replies, which to a HEAD have no body whatever their head says. */
final class ReplyDecoder extends HttpResponseDecoder {
  private boolean isToHead;

  ReplyDecoder() {
    super(RequestDecoder.config());
  }

  /** The next reply answers such a request. */
  void expect(boolean isHead) {
    isToHead = isHead;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    boolean isFinal =
        message instanceof HttpResponse reply
            && reply.status().codeClass() != HttpStatusClass.INFORMATIONAL;
    return (isFinal && isToHead) || super.isContentAlwaysEmpty(message);
  }
}
