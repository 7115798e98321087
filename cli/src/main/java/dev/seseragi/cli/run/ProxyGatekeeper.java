package dev.seseragi.cli.run;

import dev.seseragi.cli.log.Log;
import dev.seseragi.cli.replicate.Gatekeeper;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.gate.GateRequest;
import dev.seseragi.gate.GateSettings;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.StoreProgress;
import dev.seseragi.gate.proxy.Doorman;
import dev.seseragi.gate.proxy.GateProxy;
import dev.seseragi.gate.proxy.LocalReply;
import dev.seseragi.gate.proxy.ProxySettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The proxy in front of a command, from before its start until after its end. */
final class ProxyGatekeeper implements Gatekeeper, Doorman {
  /** How long a command may take until it accepts connections. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(4);

  private static final long LOOK_MILLIS = 10;

  /** How long the last replies may take on their way out. */
  private static final long LAST_REPLIES_MILLIS = 300;

  /** Beyond this much that the store has not confirmed, writes are refused before they happen. */
  private static final long MAX_UNSHIPPED_BYTES = 64L << 20;

  private final ProxyPorts ports;
  private final ProxySettings settings;
  private final GateSettings gateSettings;
  private final Optional<String> healthPath;
  private final Log log;
  private final CountDownLatch isEnding = new CountDownLatch(1);

  private volatile List<Replicator> replicators = List.of();
  private volatile StoreProgress progress = StoreProgress.of(List.of());

  /** Where the command listens; null until it does. */
  private volatile @Nullable InetSocketAddress command;

  // Guarded by this.
  private @Nullable GateProxy proxy;
  private boolean isClosed;

  private ProxyGatekeeper(
      ProxyPorts ports,
      ProxySettings settings,
      GateSettings gateSettings,
      Optional<String> healthPath,
      Log log) {
    this.ports = ports;
    this.settings = settings;
    this.gateSettings = gateSettings;
    this.healthPath = healthPath;
    this.log = log;
  }

  /**
   * One that listens at once if there is a path for its health, else when the command accepts.
   *
   * @throws dev.seseragi.SeseragiException if it cannot listen
   */
  static ProxyGatekeeper open(
      ProxyPorts ports,
      ProxySettings settings,
      GateSettings gateSettings,
      Optional<String> healthPath,
      Log log) {
    ProxyGatekeeper keeper = new ProxyGatekeeper(ports, settings, gateSettings, healthPath, log);
    if (healthPath.isPresent()) {
      keeper.listen();
    }
    return keeper;
  }

  private synchronized void listen() {
    if (proxy == null && !isClosed) {
      ThreadFactory threads = Thread.ofPlatform().daemon().name("seseragi-proxy-", 0).factory();
      OutputGate gate = new OutputGate(new AllReplicators(), gateSettings);
      proxy = GateProxy.listen(settings, gate, this, threads);
    }
  }

  /** A proxy may listen before there is any; then it forwards nothing. */
  private final class AllReplicators implements StoreProgress {
    @Override
    public CompletableFuture<Void> durable() {
      return progress.durable();
    }

    @Override
    public Optional<String> outage() {
      return progress.outage();
    }
  }

  @Override
  public void replicating(List<Replicator> all) {
    replicators = List.copyOf(all);
    progress = StoreProgress.of(all.stream().map(StoreProgress::of).toList());
  }

  @Override
  public Map<String, String> variables() {
    return Map.of("PORT", String.valueOf(ports.inner()));
  }

  @Override
  public void started(Runnable giveUp) {
    Thread.ofPlatform().daemon().name("seseragi-command-accepts").start(() -> awaitCommand(giveUp));
  }

  private void awaitCommand(Runnable giveUp) {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    try {
      Optional<InetSocketAddress> found = Listening.on(ports.inner());
      while (found.isEmpty()) {
        if (isEnding.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
        if (System.nanoTime() - deadline >= 0) {
          log.error(
              "the command does not listen on the port that $PORT names",
              "port",
              ports.inner(),
              "waited",
              START_TIMEOUT.toSeconds() + "s");
          giveUp.run();
          return;
        }
        found = Listening.on(ports.inner());
      }
      serve(found.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("cannot serve", "error", e);
      giveUp.run();
    }
  }

  private void serve(InetSocketAddress address) {
    command = address;
    listen();
    GateProxy open = proxy();
    if (open != null) {
      log.info("serving", "addr", open.address(), "command", address);
    }
  }

  private synchronized @Nullable GateProxy proxy() {
    return proxy;
  }

  @Override
  public Way way(GateRequest request) {
    if (healthPath.isPresent() && healthPath.get().equals(request.path())) {
      return new Way.Answer(health());
    }
    InetSocketAddress there = command;
    if (isEnding.getCount() == 0) {
      return refuse("ending", "The program is ending.");
    }
    if (there == null) {
      return refuse("starting", "The program is starting.");
    }
    return !request.isRead() && isTooMuchUnshipped()
        ? refuse("store_behind", "Too much is not in the store yet. Nothing was done.")
        : new Way.Forward(there);
  }

  private boolean isTooMuchUnshipped() {
    long bytes = 0;
    for (Replicator replicator : replicators) {
      bytes += replicator.unshippedBytes();
    }
    return bytes > MAX_UNSHIPPED_BYTES;
  }

  private static Way refuse(String code, String detail) {
    return new Way.Answer(LocalReply.problem(503, code, detail));
  }

  private LocalReply health() {
    if (isEnding.getCount() == 0) {
      return LocalReply.text(503, "ending");
    }
    if (command == null) {
      return LocalReply.text(503, "starting");
    }
    return replicators.stream()
        .map(Replicator::status)
        .filter(status -> !status.isHealthy())
        .findFirst()
        .map(status -> LocalReply.text(503, word(status)))
        .orElseGet(() -> LocalReply.text(200, "ok"));
  }

  /** Strangers read it: the problem itself stands in the log. */
  private static String word(ReplicatorStatus status) {
    return status.state().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public CompletableFuture<Void> drain() {
    GateProxy open = proxy();
    return open == null ? CompletableFuture.completedFuture(null) : open.drain();
  }

  @Override
  public void ending() {
    isEnding.countDown();
  }

  @Override
  public void close() {
    isEnding.countDown();
    GateProxy open;
    synchronized (this) {
      isClosed = true;
      open = proxy;
      proxy = null;
    }
    if (open != null) {
      awaitLastReplies(open);
      open.close();
    }
  }

  private static void awaitLastReplies(GateProxy open) {
    try {
      var _ = open.drain().get(LAST_REPLIES_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // They are broken off.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
