package dev.seseragi.cli.run;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.Flag;
import dev.seseragi.cli.replicate.GatedReplication;
import dev.seseragi.gate.GateRequest;
import dev.seseragi.gate.GateSettings;
import dev.seseragi.gate.proxy.ProxySettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs a command behind a proxy that lets no reply out before what it tells is in the store. */
public final class RunCommand implements Command {
  private static final Flag PROXY =
      Flag.text(
          "proxy",
          "OUTER:INNER",
          "Clients connect to port OUTER; the command finds INNER in $PORT and listens there");
  private static final Flag HEALTH =
      Flag.text(
          "health",
          "PATH",
          "Answer this path with the state, and answer 503 from the start on; without it"
              + " everything is the command's");
  private static final Flag GATE_TIMEOUT =
      Flag.duration(
          "gate-timeout", "How long a reply is held before it becomes a 503. Default: 10s");
  private static final Flag READS_IN_OUTAGE =
      Flag.toggle(
          "reads-in-outage",
          "Let replies to GET, HEAD and OPTIONS through while the store is out of reach");
  private static final Flag MAX_CONNECTIONS =
      Flag.number("max-connections", "How many clients may be connected. Default: 1024");

  /** Runs. */
  public RunCommand() {}

  @Override
  public CommandShape shape() {
    List<Flag> own = List.of(PROXY, HEALTH, GATE_TIMEOUT, READS_IN_OUTAGE, MAX_CONNECTIONS);
    return new CommandShape(
        "run",
        "Runs a command and lets no reply of it out before what it tells is in the store.",
        List.of("-- COMMAND [ARGUMENT…]", "DB_PATH REPLICA_URL -- COMMAND [ARGUMENT…]"),
        Stream.concat(own.stream(), GatedReplication.flags().stream()).toList(),
        List.of(
            "",
            "Examples:",
            "  seseragi run -proxy 3000:8080 -- myapp",
            "  seseragi run -proxy 3000:8080 /data/shop.db s3://backup/shop -- node server.js",
            "",
            "Restores what is missing, takes the replica over, starts the command, and serves when",
            "that accepts. Ends as replicate -exec does; the exit code is the command's."));
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) throws InterruptedException {
    String proxy =
        arguments
            .text(PROXY)
            .orElseThrow(() ->
                new CommandException(
                    "-proxy is missing: where do clients connect?", ProxyPorts.EXAMPLE));
    Words words = Words.of(arguments);
    ProxyPorts ports = ProxyPorts.parse(proxy);
    ProxySettings settings = settings(arguments, ports);
    GateSettings gate = gateSettings(arguments);
    Optional<String> health = healthPath(arguments);
    ports.demandOuterFree();
    return new GatedReplication(arguments, surroundings)
        .run(
            words.database(),
            words.command(),
            log -> ProxyGatekeeper.open(ports, settings, gate, health, log));
  }

  private static ProxySettings settings(Arguments arguments, ProxyPorts ports) {
    int most = arguments.number(MAX_CONNECTIONS).orElse(ProxySettings.DEFAULT_MAX_CONNECTIONS);
    if (most < 1) {
      throw new CommandException("-max-connections must be above 0 (got %d)".formatted(most));
    }
    return new ProxySettings(ports.outer(), most, ProxySettings.Patience.DEFAULTS);
  }

  private static GateSettings gateSettings(Arguments arguments) {
    Duration timeout = arguments.duration(GATE_TIMEOUT).orElse(GateSettings.DEFAULTS.timeout());
    if (!timeout.isPositive()) {
      throw new CommandException("-gate-timeout must be above 0");
    }
    GateSettings settings = GateSettings.DEFAULTS.withTimeout(timeout);
    return arguments.isOn(READS_IN_OUTAGE)
        ? settings.withPassesInOutage(GateRequest::isRead)
        : settings;
  }

  private static Optional<String> healthPath(Arguments arguments) {
    Optional<String> path = arguments.text(HEALTH);
    if (path.isPresent() && !path.get().startsWith("/")) {
      throw new CommandException("-health must be a path such as /ready (got " + path.get() + ")");
    }
    return path;
  }

  /**
   * What stands behind the flags.
   *
   * @param database {@code DB_PATH REPLICA_URL}, or nothing
   * @param command its words
   */
  private record Words(List<String> database, List<String> command) {
    static Words of(Arguments arguments) {
      List<String> words = arguments.positionals();
      if (arguments.isSeparated()) {
        return new Words(List.of(), words);
      }
      int separator = words.indexOf("--");
      if (separator < 0 && words.size() > 2) {
        throw new CommandException(
            "write -- before the command",
            "seseragi run -proxy 3000:8080 -- " + String.join(" ", words));
      }
      return separator < 0
          ? new Words(words, List.of())
          : new Words(words.subList(0, separator), words.subList(separator + 1, words.size()));
    }
  }
}
