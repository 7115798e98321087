package dev.seseragi.cli.replicate;

import dev.seseragi.cli.config.DatabaseConfiguration;
import dev.seseragi.cli.log.Log;
import dev.seseragi.cli.log.LogSettings;
import dev.seseragi.cli.stores.ReplicaLocation;
import dev.seseragi.engine.EngineThreads;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.Operation;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** A replication whose store hangs from the second segment on, for ever. */
final class HangingReplication {
  private HangingReplication() {}

  /**
   * Replicates until a signal comes.
   *
   * @param args database, replica folder, budget in milliseconds, a text: the log hangs at a line
   *     that contains it
   */
  public static void main(String[] args) throws InterruptedException {
    FaultyStore store = new FaultyStore(new DirectoryStore(Path.of(args[1])));
    store.script(request ->
        request.operation() == Operation.CREATE
                && request.names().getFirst().startsWith("ltx/0/")
                && !request.names().getFirst().endsWith("1.ltx")
            ? Optional.of(new Fault.Hang(false))
            : Optional.empty());
    DatabaseConfiguration configuration =
        DatabaseConfiguration.of(Path.of(args[0]), new ReplicaLocation.Directory(Path.of(args[1])));
    ReplicatedDatabase database =
        ReplicatedDatabase.start(
            new OpenReplica(configuration, store), configuration.settings(), EngineThreads.start());
    PrintStream out = hangingAt(args[3]);
    Log log = new Log(LogSettings.DEFAULT, out, System.err, InstantSource.system());
    Replication.Frame frame =
        new Replication.Frame(
            List.of(), Path.of("/"), Duration.ofMillis(Long.parseLong(args[2])), Gatekeeper.NONE);
    System.exit(new Replication(List.of(database), frame, log).run());
  }

  private static PrintStream hangingAt(String text) {
    return new PrintStream(System.out, true, StandardCharsets.UTF_8) {
      @Override
      public void print(String line) {
        if (line.contains(text)) {
          new Semaphore(0).acquireUninterruptibly();
        }
        super.print(line);
      }
    };
  }
}
