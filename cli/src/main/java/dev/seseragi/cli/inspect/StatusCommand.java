package dev.seseragi.cli.inspect;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.config.Configuration;
import dev.seseragi.cli.config.DatabaseConfiguration;
import dev.seseragi.cli.config.ReplicaArgument;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.text.Json;
import dev.seseragi.cli.text.Sizes;
import dev.seseragi.cli.text.Table;
import dev.seseragi.cli.text.Times;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.proof.ProofNote;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows how far each database is replicated, as the local files say. */
public final class StatusCommand implements Command {
  private static final String UNKNOWN = "-";

  /** What the local files say about one database. */
  private record Row(
      String database,
      String status,
      String localTxid,
      String walSize,
      boolean isEncrypted,
      Optional<ProofNote.Noted> proof) {
    String proven() {
      return proof.flatMap(ProofNote.Noted::provenRestorable).map(Times::seconds).orElse(UNKNOWN);
    }
  }

  /** The command. */
  public StatusCommand() {}

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "status",
        "Shows how far each database is replicated, as the local files say.",
        List.of("[DB_PATH]"),
        List.of(CommonFlags.CONFIG, CommonFlags.NO_EXPAND_ENV, CommonFlags.JSON),
        List.of(
            "",
            "Needs no running process and asks no store. What a running one is doing: /readyz and",
            "/metrics at the configuration's addr."));
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    List<String> words = CommonFlags.positionals(arguments, 1);
    Configuration configuration = CommonFlags.readConfiguration(arguments, surroundings);
    List<Row> rows = new ArrayList<>();
    for (DatabaseConfiguration database : chosen(configuration, words, surroundings)) {
      rows.add(rowOf(database, surroundings));
    }
    surroundings.out().print(arguments.isOn(CommonFlags.JSON) ? json(rows) : table(rows));
    return ExitCode.OK;
  }

  private static List<DatabaseConfiguration> chosen(
      Configuration configuration, List<String> words, Surroundings surroundings) {
    if (words.isEmpty()) {
      return configuration.databases();
    }
    return List.of(ReplicaArgument.configured(words.getFirst(), configuration, surroundings));
  }

  private static Row rowOf(DatabaseConfiguration database, Surroundings surroundings) {
    Path path = database.path();
    String status;
    String walSize = UNKNOWN;
    Optional<Txid> position = Optional.empty();
    if (!Files.exists(path)) {
      status = "no database";
    } else {
      try {
        walSize = walSize(path);
        position = position(database.ledger());
        status = position.isPresent() ? "ok" : "not initialized";
      } catch (IOException unreadable) {
        status = "error";
      }
    }
    return new Row(
        path.toString(),
        status,
        position.map(Txid::toString).orElse(UNKNOWN),
        walSize,
        database.isEncrypted(surroundings.environment()),
        proof(database.settings()));
  }

  /** What the last proof came to; nothing where none are wanted. */
  private static Optional<ProofNote.Noted> proof(ReplicatorSettings settings) {
    return settings
        .proofs()
        .flatMap(
            wanted -> new ProofNote(ReplicatorSettings.proofIn(settings.stateFolder())).read());
  }

  private static String walSize(Path database) throws IOException {
    try {
      return Sizes.human(Files.size(Path.of(database + "-wal")));
    } catch (NoSuchFileException none) {
      return Sizes.human(0);
    }
  }

  /** The position that the page ledger describes; only read, whoever else is using it. */
  private static Optional<Txid> position(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (PageLedger ledger = PageLedger.open(file)) {
      return ledger.state().or(ledger::torn).map(LedgerState::txid);
    }
  }

  private static String table(List<Row> rows) {
    Table table =
        new Table("database", "status", "local txid", "wal size", "encrypted", "restorable");
    rows.forEach(row ->
        table.row(
            row.database(),
            row.status(),
            row.localTxid(),
            row.walSize(),
            row.isEncrypted() ? "yes" : "no",
            row.proven()));
    return table.toString();
  }

  private static String json(List<Row> rows) {
    List<Object> list = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("database", row.database());
      map.put("status", row.status());
      map.put("local_txid", row.localTxid());
      map.put("wal_size", row.walSize());
      map.put("encrypted", row.isEncrypted());
      row.proof().ifPresent(proof -> putProof(proof, map));
      list.add(map);
    }
    return Json.pretty(list) + "\n";
  }

  private static void putProof(ProofNote.Noted proof, Map<String, Object> map) {
    proof.provenRestorable().ifPresent(time -> map.put("proven_restorable", Times.exact(time)));
    map.put("last_proof", proof.outcome().word());
    map.put("last_proof_finished", Times.exact(proof.finished()));
    proof.problem().ifPresent(problem -> map.put("last_proof_problem", problem));
  }
}
