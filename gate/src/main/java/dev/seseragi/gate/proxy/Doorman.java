package dev.seseragi.gate.proxy;

import dev.seseragi.gate.GateRequest;
import java.net.InetSocketAddress;

/** Decides about each request before the child hears of it. Asked from many threads; quick. */
public interface Doorman {
  /** Where a request goes. */
  Way way(GateRequest request);

  /** Where a request goes. */
  sealed interface Way {
    /** To the child, which listens there. */
    record Forward(InetSocketAddress child) implements Way {}

    /** Nowhere: this is the reply. */
    record Answer(LocalReply reply) implements Way {}
  }
}
