package dev.seseragi.cli.maintain;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.config.ReplicaArgument;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.maintain.Finding.Verdict;
import dev.seseragi.cli.stores.Stores;
import dev.seseragi.cli.text.Json;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds out whether a store can be replicated to, and what to do where it cannot. */
public final class DoctorCommand implements Command {
  /** The command. */
  public DoctorCommand() {}

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "doctor",
        "Tries everything that replication asks of a store: reachability, credentials, conditional"
            + " writes, ranged reads, listings, deletes, clock, latency.",
        List.of("DB_PATH", "REPLICA_URL"),
        List.of(CommonFlags.CONFIG, CommonFlags.NO_EXPAND_ENV, CommonFlags.JSON),
        List.of());
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    ReplicaArgument argument = ReplicaArgument.of("doctor", arguments, surroundings);
    Optional<EncryptionKey> key = argument.key(surroundings);
    try (ObjectStore store = Stores.plain(argument.location(), surroundings)) {
      ObjectStore view = key.map(secret -> Encryption.around(store, secret)).orElse(store);
      String probe = UUID.randomUUID().toString();
      Doctor doctor =
          new Doctor(store, new Replica(view), probe, surroundings.clock(), System::nanoTime);
      List<Finding> findings = doctor.examine();
      surroundings
          .out()
          .print(
              arguments.isOn(CommonFlags.JSON)
                  ? json(store.describe(), findings, doctor.left())
                  : text(store.describe(), findings, doctor.left()));
      boolean isWell = findings.stream().noneMatch(found -> found.verdict() == Verdict.FAILED);
      return isWell ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static String text(String replica, List<Finding> findings, List<String> left) {
    StringBuilder text = new StringBuilder(replica).append('\n');
    for (Finding finding : findings) {
      text.append(
          "%-7s %-17s %s%n".formatted(word(finding.verdict()), finding.check(), finding.text()));
    }
    if (!left.isEmpty()) {
      text.append("left behind, to be deleted by someone who may: ")
          .append(String.join(", ", left))
          .append('\n');
    }
    return text.toString();
  }

  private static String json(String replica, List<Finding> findings, List<String> left) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("replica", replica);
    result.put("checks", findings.stream().map(DoctorCommand::row).toList());
    result.put("left", left);
    return Json.pretty(result) + "\n";
  }

  private static Map<String, Object> row(Finding finding) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("check", finding.check());
    row.put("verdict", word(finding.verdict()));
    row.put("text", finding.text());
    return row;
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
