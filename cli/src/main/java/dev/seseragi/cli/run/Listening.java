package dev.seseragi.cli.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/** Finds out whether somebody accepts connections on a port of this machine. */
final class Listening {
  private static final int CONNECT_MILLIS = 500;

  /** What "localhost" can mean: some programs listen on the second alone. */
  private static final List<String> ADDRESSES = List.of("127.0.0.1", "::1");

  private Listening() {}

  /** The address at which somebody does. */
  static Optional<InetSocketAddress> on(int port) {
    for (String address : ADDRESSES) {
      try (Socket socket = new Socket()) {
        InetSocketAddress there = new InetSocketAddress(InetAddress.getByName(address), port);
        socket.connect(there, CONNECT_MILLIS);
        return Optional.of(there);
      } catch (IOException nobody) {
        // The next one, or later.
      }
    }
    return Optional.empty();
  }
}
