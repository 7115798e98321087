package dev.seseragi.apps.process;

import dev.seseragi.training.MemoryBucket;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A few requests of a program to itself, so that a class archive made at its end
 * (docs/users-api.md) holds what a first answer needs.
 */
public final class Rehearsal {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int LIVES = 2;
  private static final String REPLICA_URL = "SESERAGI_REPLICA_URL";

  private Rehearsal() {}

  /** One short life of a program. */
  @FunctionalInterface
  public interface Life {
    /**
     * Starts it, lets it answer, ends it.
     *
     * @param database missing
     * @param environment where it is kept
     * @return an {@link ExitCode}
     */
    int live(Path database, Map<String, String> environment) throws IOException;
  }

  /**
   * Lets a program live twice with a replica in a folder, and twice with one on S3: the second time
   * it restores what the first has left.
   *
   * @param folder an empty one
   * @return the first exit code that is not of a success
   */
  public static int withEachStore(Path folder, Life life) throws IOException {
    Path place = folder.toAbsolutePath();
    try (MemoryBucket s3 = MemoryBucket.start()) {
      List<Map<String, String>> stores =
          List.of(
              Map.of(REPLICA_URL, "file://" + place.resolve("replica")),
              Map.of(
                  REPLICA_URL,
                  "s3://rehearsal/app?endpoint=http://" + s3.address(),
                  "AWS_ACCESS_KEY_ID",
                  "rehearsal",
                  "AWS_SECRET_ACCESS_KEY",
                  "rehearsal"));
      for (int i = 0; i < LIVES * stores.size(); i++) {
        int code = life.live(place.resolve(i + ".db"), stores.get(i / LIVES));
        if (code != ExitCode.OK) {
          return code;
        }
      }
    }
    return ExitCode.OK;
  }

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
