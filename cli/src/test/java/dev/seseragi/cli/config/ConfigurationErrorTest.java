package dev.seseragi.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seseragi.cli.TestCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationErrorTest {
  @TempDir Path folder;

  private List<String> problems(String yaml) throws IOException {
    Files.writeString(folder.resolve("c.yml"), yaml);
    return catchThrowableOfType(
            ConfigurationException.class,
            () ->
                ConfigurationFile.read(
                    Optional.of("c.yml"), true, TestCli.in(folder).surroundings()))
        .problems();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sync-interval: 0s|sync-interval: sync interval must be greater than 0 (got 0s)",
        "sync-interval: 30|sync-interval: sync interval must be a duration with a unit, such as"
            + " 500ms, 10s or 1h30m (got 30)",
        "l0-retention: -5m|l0-retention: l0 retention must not be negative (got -5m0s)",
        "snapshot: {interval: 0s}|snapshot.interval: snapshot interval must be greater than 0"
            + " (got 0s)",
        "snapshot: {every: 1h}|snapshot.every: unknown key; remove it, or see"
            + " docs/configuration.md",
        "snapshot: [1h]|snapshot: must be a map (got a list)",
        "retention: {enabled: maybe}|retention.enabled: must be true or false (got maybe)",
        "levels: 30s|levels: must be a list of maps (got a single value)",
        "levels: [30s]|levels[0]: must be a map (got a single value)",
        "levels: [{interval: 0s}]|levels[0].interval: level interval must be greater than 0"
            + " (got 0s)",
        "levels: [{}]|levels[0]: needs an interval, such as interval: 30s",
        "addr: localhost|addr: must be HOST:PORT or :PORT, such as :9090 (got localhost)",
        "addr: :99999|addr: must be HOST:PORT or :PORT, such as :9090 (got :99999)",
        "logging: {level: loud}|logging.level: must be trace, debug, info, warn or error (got"
            + " loud)",
        "logging: {type: xml}|logging.type: must be text or json (got xml)",
        "shutdown-sync-timeout: -1s|shutdown-sync-timeout: shutdown sync timeout must not be"
            + " negative (got -1s)",
        "seseragi: {page-format: zip}|seseragi.page-format: must be block or frame (got zip)",
        "seseragi: {shutdown-budget: 0s}|seseragi.shutdown-budget: shutdown budget must be greater"
            + " than 0 (got 0s)",
        "seseragi: {take-over: ask}|seseragi.take-over: must be steal, wait or fail (got ask)",
        "seseragi: {take-over-stillness: 0s}|seseragi.take-over-stillness: stillness must be greater"
            + " than 0 (got 0s)",
        "seseragi: {others-delete-after: -1s}|seseragi.others-delete-after: age at which others"
            + " delete must not be negative (got -1s)",
        "adr: x|adr: unknown key; did you mean \"addr\"?",
        "mcp-addr: :1|mcp-addr: the MCP server is not available in this version; remove the key",
        "heartbeat-url: http://x|heartbeat-url: is not supported yet; watch /readyz at addr"
            + " instead",
        "validation: {interval: 1h}|validation.interval: is not supported; remove it and set"
            + " seseragi.verify-interval instead",
        "socket: {enabled: true}|socket.enabled: the control socket is not available in this"
            + " version; set it to false",
        "age: {recipients: [x]}|age.recipients: age is not supported, as in Litestream"
            + " since 0.5; remove the key (what encrypts: docs/encryption.md)",
      })
  void aWrongLineAtTheTopIsNamedWithItsNumber(String line, String problem) throws IOException {
    assertThat(problems("# comment\n\n" + line + "\n")).containsExactly("c.yml:3: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path: /x.db|replica: {sync-interval: 0s, path: /b}|4|.replica.sync-interval: sync"
            + " interval must be greater than 0 (got 0s)",
        "path: /x.db|monitor-intervall: 1s|4|.monitor-intervall: unknown key; did you mean"
            + " \"monitor-interval\"?",
        "path: /x.db|replica: {pth: /b, path: /b}|4|.replica.pth: unknown key; did you mean"
            + " \"path\"?",
        "path: /x.db|replica: {}|4|.replica: needs a url or a path, such as url:"
            + " file:///backup/db",
        "path: /x.db|replica: {path: s3://b}|4|.replica.path: must be a path, but is a URL; write"
            + " it behind url:",
        "path: /x.db|replica: {type: s4, path: /b}|4|.replica.type: unknown replica type (got s4);"
            + " expected one of file, s3, gs, abs, sftp, webdav, nats, oss",
        "path: /x.db|replica: {type: gs, url: s3://b/x}|4|.replica.type: the url is of type s3"
            + " (got gs); remove the type",
        "path: /x.db|replica: {url: s3://b/x, path: /b}|4|.replica.path: cannot stand beside url;"
            + " keep one of the two",
        "path: /x.db|replica: {path: /b, bucket: c}|4|.replica.bucket: is for replicas of type s3,"
            + " gs, abs, nats, oss; this one is of type file",
        "path: /x.db|replica: {url: file:backup}|4|.replica.url: \"file:backup\" is not a replica"
            + " URL: expected SCHEME://…, such as file:///backup/db",
        "path: /x.db|replica: {url: file://backup}|4|.replica.url: a file URL needs an absolute"
            + " path behind file://, such as file:///backup/db (got file://backup)",
        "path: /x.db|pattern: \"*.db\"|4|.pattern: is for dir, not for path; remove it",
      })
  void aWrongLineOfADatabaseIsNamedWithItsKeys(
      String first, String second, int line, String problem) throws IOException {
    String entry = "dbs:\n  - " + first + "\n\n    " + second + "\n";
    String yaml = entry.contains("replica:") ? entry : entry + "    replica: {path: /b}\n";

    assertThat(problems(yaml)).containsExactly("c.yml:" + line + ": dbs[/x.db]" + problem);
  }

  @Test
  void aDatabaseNeedsAPathAndAReplica() throws IOException {
    assertThat(problems("dbs:\n  - {}\n  - {dir: /x, replica: {path: /b}}\n"))
        .containsExactly(
            "c.yml:2: dbs[0]: needs a replica, such as replica: {url: \"file:///backup/db\"}",
            "c.yml:2: dbs[0]: needs exactly one of path and dir",
            "c.yml:3: dbs[1]: dir needs a pattern, such as pattern: \"*.db\"");
  }

  @Test
  void severalReplicasAreRefused() throws IOException {
    assertThat(problems("dbs: [{path: /x.db, replicas: [{path: /a}, {path: /b}]}]"))
        .containsExactly(
            "c.yml:1: dbs[/x.db]: multiple replicas on a single database are no longer supported;"
                + " keep one");
    assertThat(problems("dbs: [{path: /x.db, replica: {path: /a}, replicas: [{path: /b}]}]"))
        .containsExactly("c.yml:1: dbs[/x.db]: has both replica and replicas; keep replica");
  }

  @Test
  void watchingAFolderIsNotSupportedYet() throws IOException {
    assertThat(problems("dbs: [{dir: /, pattern: '*.none', watch: true, replica: {path: /b}}]"))
        .containsExactly(
            "c.yml:1: dbs[0].watch: is not supported yet: databases are looked for once, at the"
                + " start; remove it");
  }

  @Test
  void twoDatabasesMustNotShareAReplicaNorAPath() throws IOException {
    assertThat(
            problems(
                """
                dbs:
                  - {path: /x.db, replica: {path: /b}}
                  - {path: /y.db, replica: {url: "file:///c/../b"}}
                  - {path: /x.db, replica: {path: /c}}
                """))
        .containsExactly(
            "c.yml:1: dbs: /x.db and /y.db have the same replica file:///b; each database needs"
                + " its own",
            "c.yml:1: dbs: /x.db is given twice");
  }

  @Test
  void aKeyThatStandsTwiceIsAnError() throws IOException {
    assertThat(problems("addr: ':1'\nexec: x\naddr: ':2'\n"))
        .containsExactly("c.yml:3: addr: is given twice; keep one");
  }

  @Test
  void tooManyLevelsAreAnError() throws IOException {
    assertThat(problems("levels:\n" + "  - interval: 1s\n".repeat(9)))
        .containsExactly("c.yml:1: levels: at most 8 levels can be given (got 9)");
  }

  @Test
  void allProblemsAreToldAtOnce() throws IOException {
    assertThat(problems("adr: x\nsync-interval: 0s\nlogging: {level: x, tpe: json}\n")).hasSize(4);
  }

  @Test
  void whatIsNotYamlIsNamedWithItsLineButNotQuoted() throws IOException {
    assertThat(problems("secret-access-key: hunter2\n  x: y\n: - ["))
        .allMatch(problem -> problem.matches("c\\.yml:\\d+: .*"))
        .noneMatch(problem -> problem.contains("hunter2"));
    assertThat(problems("- just a list"))
        .containsExactly("c.yml: must be a map with keys such as dbs: (docs/configuration.md)");
    assertThat(problems("")).hasSize(1);
  }

  @Test
  void secretsAreNotToldInErrors() throws IOException {
    assertThat(
            problems(
                """
                dbs:
                  - path: /x.db
                    replica:
                      url: ftp://me:hunter2@host/path?token=hunter2
                  - path: /y.db
                    replica:
                      url: sftp://me:hunt/er2@host/y
                      path: /z
                  - path: /z.db
                    replica: {path: /z, secret-access-key: hunter2}
                """))
        .hasSize(3)
        .noneMatch(problem -> problem.contains("hunter2") || problem.contains("er2"));
  }

  private String result(String yaml) throws IOException {
    Files.writeString(folder.resolve("c.yml"), yaml);
    try {
      Configuration configuration =
          ConfigurationFile.read(Optional.of("c.yml"), true, TestCli.in(folder).surroundings());
      return String.join("\n", configuration.notes());
    } catch (ConfigurationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.seseragi.cli.AllKeys#topLines")
  void everyKeyOfTheTopLevelIsKnown(String line) throws IOException {
    assertThat(result(line + "\n")).doesNotContain("unknown key").doesNotContain("must be");
  }

  @ParameterizedTest
  @MethodSource("dev.seseragi.cli.AllKeys#databaseLines")
  void everyKeyOfADatabaseIsKnown(String line) throws IOException {
    String yaml = "dbs:\n  - path: /x.db\n    replica: {path: /b}\n    " + line + "\n";

    assertThat(result(yaml)).doesNotContain("unknown key").doesNotContain("must be");
  }

  @ParameterizedTest
  @MethodSource("dev.seseragi.cli.AllKeys#replicaLines")
  void everyKeyOfAReplicaIsKnown(String line) throws IOException {
    String yaml = "dbs:\n  - path: /x.db\n    replica:\n      path: /b\n      " + line + "\n";

    assertThat(result(yaml)).doesNotContain("unknown key").doesNotContain("must be");
  }
}
