package dev.seseragi.bench;

import dev.seseragi.bench.apps.GateScenario;
import dev.seseragi.bench.apps.UsersScenario;
import dev.seseragi.bench.costs.CostsScenario;
import dev.seseragi.bench.costs.Counting;
import dev.seseragi.bench.costs.RequestsScenario;
import dev.seseragi.bench.durable.DurableScenario;
import dev.seseragi.bench.pos.PosScenario;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.replicate.BesideScenario;
import dev.seseragi.bench.replicate.EmbeddedScenario;
import dev.seseragi.bench.replicate.FleetScenario;
import dev.seseragi.bench.replicate.HangScenario;
import dev.seseragi.bench.replicate.IdleScenario;
import dev.seseragi.bench.replicate.LatencyScenario;
import dev.seseragi.bench.replicate.RestartScenario;
import dev.seseragi.bench.replicate.S3CommitScenario;
import dev.seseragi.bench.replicate.S3StartScenario;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Machine;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.ReportJson;
import dev.seseragi.bench.report.ReportTable;
import dev.seseragi.bench.restore.RestoreScenario;
import dev.seseragi.bench.restore.S3RestoreScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code ./bench}: runs scenarios and reports. */
public final class Bench {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Path root;
  private final BenchOptions options;
  private final List<Scenario> all = scenarios();
  private final List<String> failed = new ArrayList<>();

  private Bench(Path root, BenchOptions options) {
    this.root = root;
    this.options = options;
  }

  private static List<Scenario> scenarios() {
    Counting counting = new Counting();
    return List.of(
        new RestoreScenario(),
        new S3RestoreScenario(),
        new S3StartScenario(),
        new S3CommitScenario(),
        new DurableScenario(),
        new RestartScenario(),
        new BesideScenario(),
        new EmbeddedScenario(),
        new LatencyScenario(),
        new IdleScenario(),
        new FleetScenario(),
        new HangScenario(),
        new UsersScenario(),
        new GateScenario(),
        new PosScenario(),
        new RequestsScenario(counting),
        new CostsScenario(counting));
  }

  /** Arguments as the script of the same name takes them. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(System.getProperty("seseragi.root", "")).toAbsolutePath();
    try {
      BenchOptions options = BenchOptions.parse(List.of(args));
      if (options.isHelp()) {
        System.out.println(usage());
        return;
      }
      Bench bench = new Bench(root, options);
      bench.run();
      if (!bench.failed.isEmpty()) {
        System.exit(1);
      }
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.err.println(usage());
      System.exit(1);
    }
  }

  private static String usage() {
    String scenarios =
        scenarios().stream()
            .map(scenario -> "  %-12s %s".formatted(scenario.name(), scenario.question()))
            .collect(Collectors.joining("\n"));
    return """
    usage: ./bench [SCENARIO…] [-against PATH] [-json FILE] [-quick]
      -against PATH  the same with another executable that has Litestream's command line
      -json FILE     writes all samples there, and what machine they are of
      -quick         small data, few rounds: for a look, not for a verdict
    scenarios, all of them if none is named (docs/benchmarks.md):
    """
        + scenarios;
  }

  private List<Scenario> chosen() {
    options.scenarios().stream()
        .filter(name -> all.stream().noneMatch(scenario -> scenario.name().equals(name)))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException("there is no scenario " + name);
        });
    return all.stream()
        .filter(scenario ->
            options.scenarios().isEmpty() || options.scenarios().contains(scenario.name()))
        .toList();
  }

  private void run() throws Exception {
    List<Scenario> scenarios = chosen();
    Path results = Files.createDirectories(root.resolve("bench-results"));
    Path logs = Files.createDirectories(results.resolve("logs"));
    Program ours =
        new Program("seseragi", List.of(root.resolve("seseragi").toString()), Map.of(), logs);
    Optional<Program> reference = reference(logs);
    Path scratch = Files.createTempDirectory(results, "scratch-");
    Report report = new Report();
    Map<String, String> facts = new LinkedHashMap<>();
    try (Lab lab = new Lab(scratch, ours, reference, options.isQuick(), Bench::say)) {
      facts.putAll(facts(lab, scratch));
      facts.forEach((fact, value) -> System.out.println(fact + ": " + value));
      for (Scenario scenario : scenarios) {
        run(scenario, lab, report);
      }
    } finally {
      facts.put("load at the end", Machine.load());
      finish(report, facts);
    }
  }

  /** What has to be known to read the figures: the machine, and what was measured how. */
  private Map<String, String> facts(Lab lab, Path scratch)
      throws IOException, InterruptedException {
    Map<String, String> facts = new LinkedHashMap<>(Machine.facts(scratch));
    facts.put("seseragi", lab.ours().version());
    if (lab.reference().isPresent()) {
      Program reference = lab.reference().get();
      facts.put("reference", reference.name() + " " + reference.version());
    }
    facts.put("run", options.isQuick() ? "quick: for a look, not for a verdict" : "full");
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return facts;
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private Optional<Program> reference(Path logs) {
    return options
        .against()
        .map(path -> {
          if (!Files.isExecutable(path)) {
            throw new IllegalArgumentException("-against: " + path + " is not an executable");
          }
          String name = String.valueOf(path.getFileName());
          return new Program(name, List.of(path.toString()), Map.of(), logs);
        });
  }

  /** One that fails does not take the others along. */
  private void run(Scenario scenario, Lab lab, Report report) throws InterruptedException {
    System.out.printf("%n%s: %s%n", scenario.name(), scenario.question());
    int before = report.figures().size();
    long start = System.nanoTime();
    try {
      scenario.run(lab, report);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | AssertionError e) {
      failed.add(scenario.name());
      System.out.println("bench: " + scenario.name() + " failed");
      e.printStackTrace(System.out);
    }
    List<Figure> figures = report.figures();
    System.out.print(
        ReportTable.of(
            figures.subList(before, figures.size()), lab.reference().map(Program::name)));
    System.out.printf("(%.0f s)%n", (System.nanoTime() - start) / NANOS_PER_SECOND);
  }

  private void finish(Report report, Map<String, String> facts) throws IOException {
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), ReportJson.of(report, facts));
      System.out.println("\nwritten to " + options.json().get());
    }
    List<Figure> missed = report.missed();
    System.out.printf(
        "%n%d figures, %d short of their goal%n", report.figures().size(), missed.size());
    missed.forEach(figure -> System.out.println("  " + figure.scenario() + ": " + figure.name()));
    failed.forEach(name -> System.out.println("  " + name + ": FAILED, see above"));
  }
}
