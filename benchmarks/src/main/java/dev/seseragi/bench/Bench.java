package dev.seseragi.bench;

import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.replicate.BesideScenario;
import dev.seseragi.bench.replicate.EmbeddedScenario;
import dev.seseragi.bench.replicate.FleetScenario;
import dev.seseragi.bench.replicate.HangScenario;
import dev.seseragi.bench.replicate.IdleScenario;
import dev.seseragi.bench.replicate.LatencyScenario;
import dev.seseragi.bench.replicate.RestartScenario;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Machine;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.ReportJson;
import dev.seseragi.bench.report.ReportTable;
import dev.seseragi.bench.restore.FarRestoreScenario;
import dev.seseragi.bench.restore.RestoreScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code ./bench}: runs scenarios and reports. */
public final class Bench {
  private static final List<Scenario> SCENARIOS =
      List.of(
          new RestoreScenario(),
          new FarRestoreScenario(),
          new RestartScenario(),
          new BesideScenario(),
          new EmbeddedScenario(),
          new LatencyScenario(),
          new IdleScenario(),
          new FleetScenario(),
          new HangScenario());

  private final Path root;
  private final BenchOptions options;

  private Bench(Path root, BenchOptions options) {
    this.root = root;
    this.options = options;
  }

  /** Arguments as the script of the same name takes them. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(System.getProperty("seseragi.root", "")).toAbsolutePath();
    try {
      new Bench(root, BenchOptions.parse(List.of(args))).run();
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.err.println(usage());
      System.exit(1);
    }
  }

  private static String usage() {
    String scenarios =
        SCENARIOS.stream()
            .map(scenario -> "  %-12s %s".formatted(scenario.name(), scenario.question()))
            .collect(Collectors.joining("\n"));
    return "usage: ./bench [SCENARIO…] [-against PATH] [-json FILE] [-quick]\nscenarios:\n"
        + scenarios;
  }

  private List<Scenario> scenarios() {
    options.scenarios().stream()
        .filter(name -> SCENARIOS.stream().noneMatch(scenario -> scenario.name().equals(name)))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException("there is no scenario " + name);
        });
    return SCENARIOS.stream()
        .filter(scenario ->
            options.scenarios().isEmpty() || options.scenarios().contains(scenario.name()))
        .toList();
  }

  private void run() throws Exception {
    List<Scenario> scenarios = scenarios();
    Path results = Files.createDirectories(root.resolve("bench-results"));
    Path logs = Files.createDirectories(results.resolve("logs"));
    Path scratch = Files.createTempDirectory(results, "scratch-");
    Program ours =
        new Program("seseragi", List.of(root.resolve("seseragi").toString()), Map.of(), logs);
    Map<String, String> machine = Machine.facts(scratch);
    machine.forEach((fact, value) -> System.out.println(fact + ": " + value));
    Report report = new Report();
    try (Lab lab = new Lab(scratch, ours, reference(logs), options.isQuick(), Bench::say)) {
      for (Scenario scenario : scenarios) {
        run(scenario, lab, report);
      }
    } finally {
      finish(report, machine);
    }
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

  private static void run(Scenario scenario, Lab lab, Report report) throws Exception {
    System.out.printf("%n%s: %s%n", scenario.name(), scenario.question());
    int before = report.figures().size();
    scenario.run(lab, report);
    List<Figure> figures = report.figures();
    System.out.print(
        ReportTable.of(
            figures.subList(before, figures.size()), lab.reference().map(Program::name)));
  }

  private void finish(Report report, Map<String, String> machine) throws IOException {
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), ReportJson.of(report, machine));
      System.out.println("\nwritten to " + options.json().get());
    }
    List<Figure> missed = report.missed();
    System.out.printf(
        "%n%d figures, %d short of their goal%n", report.figures().size(), missed.size());
    missed.forEach(figure -> System.out.println("  " + figure.scenario() + ": " + figure.name()));
  }
}
