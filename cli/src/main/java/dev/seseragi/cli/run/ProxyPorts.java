package dev.seseragi.cli.run;

import dev.seseragi.cli.command.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where clients connect, and where the command listens.
 *
 * @param outer of the proxy; port 0 lets the system choose
 * @param inner port of the command on this machine
 */
record ProxyPorts(InetSocketAddress outer, int inner) {
  private static final Pattern FORM =
      Pattern.compile("(?:([^:\\[\\]]+|\\[[0-9a-fA-F:.%]+\\]):)?(\\d{1,5}):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;
  static final String EXAMPLE = "seseragi run -proxy 3000:8080 -- myapp";

  /** Reads {@code OUTER:INNER} or {@code ADDRESS:OUTER:INNER}. */
  static ProxyPorts parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new CommandException(
          "-proxy must be OUTER:INNER, two ports (got " + text + ")", EXAMPLE);
    }
    int outer = port(form.group(2));
    int inner = port(form.group(3));
    if (outer == inner && outer != 0) {
      throw new CommandException(
          "-proxy must name two ports (got %s): clients connect to one, the command listens on the other"
              .formatted(text),
          EXAMPLE);
    }
    return new ProxyPorts(address(form.group(1), outer), inner == 0 ? free() : inner);
  }

  private static int port(String digits) {
    int port = Integer.parseInt(digits);
    if (port > MAX_PORT) {
      throw new CommandException("-proxy: a port is at most 65535 (got %d)".formatted(port));
    }
    return port;
  }

  private static InetSocketAddress address(@Nullable String host, int port) {
    if (host == null) {
      return new InetSocketAddress(port);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new CommandException("-proxy: there is no address " + host + " on this machine");
    }
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CommandException("there is no free port for the command: " + e.getMessage());
    }
  }

  /** Finds out early that somebody else listens there. */
  void demandOuterFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(outer);
    } catch (IOException e) {
      throw new CommandException(
          "cannot listen on %s: %s; choose another port or end what uses it"
              .formatted(outer, e.getMessage()));
    }
  }
}
