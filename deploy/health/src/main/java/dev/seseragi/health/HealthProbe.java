package dev.seseragi.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code HealthProbe [PATH]} asks {@code http://127.0.0.1:$PORT/PATH} and ends with 0 if the answer
 * is a success, else with 1 and one line that says what it was. Immutable.
 *
 * @param port of the loopback
 * @param path what is asked for
 * @param patience for the connection, and then for each piece of the answer
 */
record HealthProbe(int port, String path, Duration patience) {
  private static final String DEFAULT_PATH = "/healthz";
  private static final String DEFAULT_PORT = "3000";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MAX_PORT = 65_535;

  /** Of an answer that tells of health; the first group is the status. */
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");

  static final int WELL = 0;
  static final int ILL = 1;

  HealthProbe {
    if (port < 1 || port > MAX_PORT || !path.matches("/[!-~]*")) {
      throw new IllegalArgumentException(
          "cannot ask for health: expected a port from 1 to 65535 and a path like /healthz, found "
              + port
              + " and "
              + path);
    }
  }

  /** The program. */
  public static void main(String[] words) {
    System.exit(run(words, System.getenv(), System.err));
  }

  static int run(String[] words, Map<String, String> environment, PrintStream err) {
    try {
      String path = words.length == 0 ? DEFAULT_PATH : words[0];
      int port = Integer.parseInt(environment.getOrDefault("PORT", DEFAULT_PORT));
      String answer = new HealthProbe(port, path, PATIENCE).ask();
      if (answer.startsWith("2")) {
        return WELL;
      }
      err.printf("%s on port %d answered %s%n", path, port, answer);
    } catch (IOException | IllegalArgumentException e) {
      err.println(e.getMessage());
    }
    return ILL;
  }

  /** The status that is answered. */
  private String ask() throws IOException {
    int millis = Math.toIntExact(patience.toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
      socket.setSoTimeout(millis);
      OutputStream out = socket.getOutputStream();
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      @Nullable String line =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return statusOf(line == null ? "" : line);
    } catch (IOException e) {
      throw new IOException(
          "no answer for %s on port %d: %s".formatted(path, port, e.getMessage()), e);
    }
  }

  private static String statusOf(String line) throws IOException {
    var status = STATUS_LINE.matcher(line);
    if (!status.matches()) {
      throw new IOException("expected HTTP, found \"" + line + "\"");
    }
    return status.group(1);
  }
}
