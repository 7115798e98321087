package dev.seseragi.apps.pos;

import dev.seseragi.apps.log.JsonLoggerFinder;
import dev.seseragi.apps.pos.stream.DemoFolders;
import dev.seseragi.apps.process.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * {@code ./demo}: the application with demo data, and what to try with it. The log goes to standard
 * output; words for people go to standard error, and the script changes the two.
 */
final class Demo {
  private static final int PORT = 3000;

  /** How many ports behind the usual one are tried. */
  private static final int PORTS = 100;

  private static final String PAST_ORDERS = "300";

  /** The first proof comes after a tenth of it. */
  private static final String PROOF_MINUTES = "5";

  private static final double MILLIS_PER_SECOND = 1e3;

  private final Path data;
  private final Path replica;
  private final Map<String, String> environment;

  private Demo(Path folder, Map<String, String> environment) {
    this.data = folder.resolve("demo-data");
    this.replica = folder.resolve("demo-replica");
    this.environment = new HashMap<>(environment);
    this.environment.putIfAbsent("POS_SEED", "demo");
    this.environment.putIfAbsent("POS_SEED_ORDERS", PAST_ORDERS);
    this.environment.putIfAbsent("POS_ACCESS_LOG", "errors");
    this.environment.putIfAbsent("POS_PROOF_MIN", PROOF_MINUTES);
    this.environment.put("POS_DB", data.resolve("pos.db").toString());
    // Encoded: a folder may have blanks, and signs that mean something in a URL.
    this.environment.put(
        "SESERAGI_REPLICA_URL", "file://" + replica.resolve("pos").toUri().getRawPath());
  }

  /**
   * Runs until a signal ends it.
   *
   * @param folder has, or gets, the data and the replica
   */
  static int run(Path folder, Map<String, String> environment) throws InterruptedException {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      return new Demo(absolute, environment).runAlone();
    } catch (IOException e) {
      say("demo: cannot use %s: %s".formatted(absolute, e));
      return ExitCode.FAILED;
    }
  }

  private int runAlone() throws IOException, InterruptedException {
    Files.createDirectories(replica);
    Path note = replica.resolve(".running");
    // Beside the replica, because the data may be deleted at any time.
    try (FileChannel channel =
        FileChannel.open(note, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (channel.tryLock() == null) {
        say(
            "demo: another one runs already: %s. End it with Ctrl-C there first."
                .formatted(Files.readString(note).strip()));
        return ExitCode.FAILED;
      }
      int port = port();
      channel.truncate(0);
      String words = "%s (process %d)".formatted(url(port), ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8)));
      return serve(port);
    }
  }

  private static String url(int port) {
    return "http://localhost:" + port;
  }

  /** What {@code PORT} says, or a free one. */
  private int port() {
    String given = environment.get("PORT");
    if (given != null) {
      int port = PosSettings.read(environment).web().port();
      if (!isFree(port)) {
        throw new IllegalStateException(
            "port %d is taken by another program. Set PORT to another one, or leave it to the demo"
                .formatted(port));
      }
      return port;
    }
    int port =
        IntStream.rangeClosed(PORT, PORT + PORTS)
            .filter(Demo::isFree)
            .findFirst()
            .orElseThrow(() ->
                new IllegalStateException(
                    "no port from %d to %d is free. Set PORT to one that is"
                        .formatted(PORT, PORT + PORTS)));
    if (port != PORT) {
      say("Port %d is taken by another program: %d it is.".formatted(PORT, port));
    }
    return port;
  }

  private static boolean isFree(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback, port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private int serve(int port) throws IOException, InterruptedException {
    boolean hasData = Files.exists(data.resolve("pos.db"));
    boolean hasReplica = Files.exists(replica.resolve("pos"));
    Files.createDirectories(data);
    Pos pos = Pos.demo(environment, port, new DemoFolders(data, replica));
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> end(pos)));
    long begin = System.nanoTime();
    Objects.requireNonNull(pos.start());
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    tell(port, found(hasData, hasReplica, took, pos.orders()));
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }

  private static String found(boolean hasData, boolean hasReplica, Duration took, long orders) {
    if (hasData) {
      return "It goes on with the database that was there: %,d orders.".formatted(orders);
    }
    return hasReplica
        ? "There was no database: it came back from the replica in %.1f s, all %,d orders of it."
            .formatted(took.toMillis() / MILLIS_PER_SECOND, orders)
        : "A new database, with six products and %,d past orders.".formatted(orders);
  }

  private void tell(int port, String found) {
    String url = url(port);
    say(
        """

        Seseragi's demo: 帳場, the point of sale of a festival. %s

          take an order         %s/reception
          cook it               %s/kitchen
          call the guest        %s/call
          where the data goes   %s/stream

          data      %s
                    the local database and a log; may be lost at any moment
          replica   %s
                    an order is confirmed when it is here; keep it

        Try it: take an order. Ctrl-C here (or kill -9 %d elsewhere), then

          rm -rf '%s'
          ./demo

        and every order is back. To begin anew, delete the replica as well.\
        """
            .formatted(
                found, url, url, url, url, data, replica, ProcessHandle.current().pid(), data));
  }

  private void end(Pos pos) {
    int code = pos.stop();
    if (code == ExitCode.OK) {
      say(
          """

          Ended; every confirmed order is in the replica. Now lose the machine, and come back:

            rm -rf '%s'
            ./demo\
          """
              .formatted(data));
    } else {
      say("Ended with exit code %d; %s says why.".formatted(code, data.resolve("pos.log")));
    }
    JsonLoggerFinder.lines().flush();
    // The JVM itself would end with 130 whatever was left behind.
    Runtime.getRuntime().halt(code);
  }

  private static void say(String words) {
    System.err.println(words);
  }
}
