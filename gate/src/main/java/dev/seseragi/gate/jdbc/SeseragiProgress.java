package dev.seseragi.gate.jdbc;

import dev.seseragi.gate.GateSettings;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.StoreProgress;
import dev.seseragi.jdbc.Seseragi;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The progress of a database that is opened with seseragi-jdbc.
 *
 * @param seseragi whose owner closes it
 */
public record SeseragiProgress(Seseragi seseragi) implements StoreProgress {
  /** A gate in front of one database, with default settings. */
  public static OutputGate gate(Seseragi seseragi) {
    return gate(seseragi, GateSettings.DEFAULTS);
  }

  /** A gate in front of one database. */
  public static OutputGate gate(Seseragi seseragi, GateSettings settings) {
    return new OutputGate(new SeseragiProgress(seseragi), settings);
  }

  @Override
  public CompletableFuture<Void> durable() {
    return seseragi.durable();
  }

  @Override
  public Optional<String> outage() {
    return seseragi.outage();
  }
}
