package dev.seseragi.gate.proxy;

import dev.seseragi.gate.OutputGate;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All clients that are connected, and what they share. Safe for use by many threads. */
final class Guests {
  private final ProxySettings settings;
  private final OutputGate gate;
  private final Doorman doorman;
  private final HeldBytes held;
  private final Set<ClientConnection> connected = ConcurrentHashMap.newKeySet();

  /** One for each event loop, of which there are a few. */
  private final Map<EventExecutor, TurnQuestions> questions = new ConcurrentHashMap<>();

  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean isDraining;

  Guests(ProxySettings settings, OutputGate gate, Doorman doorman, HeldBytes held) {
    this.settings = settings;
    this.gate = gate;
    this.doorman = doorman;
    this.held = held;
  }

  ProxySettings.Patience patience() {
    return settings.patience();
  }

  /** Where what belongs to an event loop asks the gate. */
  TurnQuestions questions(EventExecutor loop) {
    return questions.computeIfAbsent(loop, its -> new TurnQuestions(gate, its));
  }

  Doorman doorman() {
    return doorman;
  }

  HeldBytes held() {
    return held;
  }

  /** Whether there is room for one more. */
  boolean enter(ClientConnection client) {
    connected.add(client);
    return count.incrementAndGet() <= settings.maxConnections();
  }

  void leave(ClientConnection client) {
    if (connected.remove(client)) {
      count.decrementAndGet();
    }
  }

  /** A request begins. */
  void begin() {
    busy.incrementAndGet();
  }

  /** A request is over. */
  void end() {
    if (busy.decrementAndGet() == 0 && isDraining) {
      drained.complete(null);
    }
  }

  boolean isDraining() {
    return isDraining;
  }

  CompletableFuture<Void> drain() {
    isDraining = true;
    if (busy.get() == 0) {
      drained.complete(null);
    }
    return drained;
  }

  void close() {
    connected.forEach(ClientConnection::close);
  }
}
