package dev.seseragi.cli;

import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.store.StoreProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Runs command lines in this process and keeps what they write. */
public final class TestCli {
  private final Path workingFolder;
  private final Map<String, String> environment = new TreeMap<>();
  private String input = "";
  private InstantSource clock = InstantSource.system();
  private Iterable<StoreProvider> stores = ServiceLoader.load(StoreProvider.class);

  private TestCli(Path workingFolder) {
    this.workingFolder = workingFolder;
  }

  /** What a command line left behind. */
  public record Result(int exitCode, String out, String err) {}

  /** A command line in a folder, with no environment and an empty standard input. */
  public static TestCli in(Path workingFolder) {
    return new TestCli(workingFolder);
  }

  /** The same with a variable. */
  public TestCli with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** The same with text on standard input. */
  public TestCli reading(String text) {
    input = text;
    return this;
  }

  /** The same at another time. */
  public TestCli at(InstantSource time) {
    clock = time;
    return this;
  }

  /** The same with other kinds of store. */
  public TestCli with(StoreProvider... kinds) {
    stores = List.of(kinds);
    return this;
  }

  /** Runs a command line to its end. */
  public Result run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = new Cli(new Commands(), surroundings(out, err)).run(List.of(words));
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** What a command would see. */
  public Surroundings surroundings() {
    return surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream());
  }

  private Surroundings surroundings(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Surroundings(
        environment,
        workingFolder,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        clock,
        stores);
  }
}
