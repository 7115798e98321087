package dev.seseragi.gate.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;

/** A part of what the child says, in the order in which it came. */
sealed interface Part {
  /** The head of a reply that only announces another one; its (empty) end is no part. */
  record Interim(HttpResponse head) implements Part {}

  /** The head of the reply. */
  record Head(HttpResponse head) implements Part {}

  /** The child agrees to speak something else from here on. */
  record Switch(HttpResponse head) implements Part {}

  /** A piece of the body. */
  record Body(HttpContent content) implements Part {}

  /** The last piece, with trailers. */
  record End(HttpContent content) implements Part {}

  /** Bytes of whatever is spoken now. */
  record Raw(ByteBuf bytes) implements Part {}

  /** A head may be some kilobytes; what it is counted as. */
  int HEAD_BYTES = 512;

  /** How much memory it holds, about. */
  default int sizeBytes() {
    return switch (this) {
      case Interim _, Head _, Switch _ -> HEAD_BYTES;
      case Body(ByteBufHolder content) -> content.content().readableBytes();
      case End(ByteBufHolder content) -> content.content().readableBytes();
      case Raw(ByteBuf bytes) -> bytes.readableBytes();
    };
  }

  /** Gives its memory back. */
  default void release() {
    switch (this) {
      case Interim _, Head _, Switch _ -> {}
      case Body(HttpContent content) -> ReferenceCountUtil.release(content);
      case End(HttpContent content) -> ReferenceCountUtil.release(content);
      case Raw(ByteBuf bytes) -> bytes.release();
    }
  }
}
