package dev.seseragi.apps.process;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A few requests of a program to itself, so that a class archive made at its end
 * (docs/users-api.md) holds what a first answer needs.
 */
public final class Rehearsal {
  private static final int TIMEOUT_MILLIS = 10_000;

  private Rehearsal() {}

  /**
   * Sends one request after the other and reads the answers.
   *
   * @param requests each {@code METHOD PATH}, and behind a blank a body, if it has one
   */
  public static void ask(int port, List<String> requests) throws IOException {
    for (String request : requests) {
      String[] parts = request.split(" ", 3);
      byte[] body = (parts.length > 2 ? parts[2] : "").getBytes(StandardCharsets.UTF_8);
      String head =
          "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(parts[0], parts[1], body.length);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        var _ = socket.getInputStream().readAllBytes();
      }
    }
  }
}
