package dev.seseragi.gate.proxy;

import dev.seseragi.gate.GateSettings;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.RawClient;
import dev.seseragi.gate.TestProgress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A proxy between a client and a child whose every byte the test writes. */
abstract class ProxyFixture {
  private static final int PATIENCE_MILLIS = 20_000;

  final TestProgress progress = new TestProgress();
  ServerSocket child;
  GateProxy proxy;
  RawClient client;
  Doorman doorman = request -> new Doorman.Way.Forward(childAddress());

  @BeforeEach
  void start() throws Exception {
    child = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    child.setSoTimeout(PATIENCE_MILLIS);
    start(ProxySettings.on(anyPort()));
  }

  private void start(ProxySettings settings) throws Exception {
    OutputGate gate =
        new OutputGate(progress, GateSettings.DEFAULTS.withTimeout(Duration.ofSeconds(20)));
    proxy =
        GateProxy.listen(
            settings, gate, request -> doorman.way(request), Thread.ofPlatform().factory());
    client = new RawClient(proxy.address().getPort());
  }

  /** The same with other settings. */
  void restart(ProxySettings settings) throws Exception {
    client.close();
    proxy.close();
    start(settings);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    proxy.close();
    child.close();
  }

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  InetSocketAddress childAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), child.getLocalPort());
  }

  RawClient accept() throws IOException {
    return new RawClient(child.accept());
  }

  /** The child's end, when it has read the head of a request. */
  RawClient asked(String method, String path) throws IOException {
    return asked("%s %s HTTP/1.1\nHost: h\n\n".formatted(method, path));
  }

  RawClient asked(String head) throws IOException {
    client.send(head);
    RawClient there = accept();
    there.head();
    return there;
  }
}
