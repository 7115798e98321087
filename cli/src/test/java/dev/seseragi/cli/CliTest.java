package dev.seseragi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  @TempDir Path folder;

  private Result run(String... words) {
    return TestCli.in(folder).run(words);
  }

  @Test
  void aloneItShowsItsUsageAndFails() {
    Result result = run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).startsWith("Usage: seseragi COMMAND").contains("replicate");
    assertThat(result.err()).isEmpty();
    assertThat(run("-x")).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "-h", "-help", "--help"})
  void helpIsASuccess(String word) {
    Result result = run(word);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("Usage: seseragi COMMAND");
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "-help", "--help"})
  void helpOfACommandIsASuccess(String word) {
    Result result = run("restore", word);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("seseragi restore [flags] DB_PATH").contains("-timestamp");
    assertThat(result).isEqualTo(run("help", "restore"));
  }

  @Test
  void everyCommandHasAUsage() {
    for (String name : new Commands().names()) {
      assertThat(run(name, "-h").out()).as(name).startsWith("Usage: seseragi " + name);
    }
  }

  @Test
  void anUnknownFlagShowsTheUsageAndGosMessageTwice() {
    Result result = run("databases", "-x");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).startsWith("Usage: seseragi databases");
    assertThat(result.err())
        .isEqualTo("flag provided but not defined: -x\nError: flag provided but not defined: -x\n");
  }

  @Test
  void anUnknownCommandIsNamedWithTheNearest() {
    Result result = run("replicat");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo("Error: seseragi replicat: unknown command\nTry: seseragi replicate\n");
    assertThat(run("help", "colour").err())
        .isEqualTo("Error: seseragi colour: unknown command\nTry: seseragi help\n");
  }

  @Test
  void theVersionIsOneLine() {
    assertThat(run("version").out()).matches("\\d+\\.\\d+\\.\\d+\\S*\n");
    assertThat(run("version", "-verbose").out())
        .contains("Version: ")
        .contains("Java Version: ")
        .contains("Git Commit: ")
        .contains("OS/Arch: ");
  }

  @Test
  void theCompletionKnowsCommandsAndFlags() {
    Result result = run("completion");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("replicate")
        .contains("-integrity-check")
        .contains("complete ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "stop", "sync", "register", "unregister", "list", "info"})
  void commandsOfTheControlSocketSayThatThereIsNone(String name) {
    Result result = run(name, "-socket", "/x.sock", "-timeout", "5", "-json");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("Error: seseragi " + name + " is not available in this version: ")
        .contains("\nTry: ");
  }

  @Test
  void aMissingConfigurationIsNamed() {
    Result result = run("databases", "-config", "none.yml");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            "Error: config file not found: %s\nTry: -config PATH, or set LITESTREAM_CONFIG\n"
                .formatted(folder.resolve("none.yml")));
  }

  @Test
  void allProblemsOfAConfigurationAreErrors() {
    Result result =
        TestCli.in(folder).reading("adr: x\nlevels: 1\n").run("databases", "-config", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            """
            Error: stdin:2: levels: must be a list of maps (got a single value)
            Error: stdin:1: adr: unknown key; did you mean "addr"?
            """);
  }

  @Test
  void aFlagBehindTheArgumentsIsAnError() {
    assertThat(run("databases", "x").err()).isEqualTo("Error: too many arguments\n");
    assertThat(run("ltx", "/x.db", "-json").err())
        .isEqualTo("Error: flag \"-json\" must be positioned before the arguments\n");
  }
}
