package dev.seseragi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.gcs.GcsPermission;
import dev.seseragi.testkit.wire.TlsFront;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/troubleshooting.md quotes what the programs say. */
final class TroubleshootingTest {
  private static final Path ROOT = Fixtures.repositoryRoot();
  private static final Pattern CONSOLE =
      Pattern.compile("(?:<!-- with: (.*?) -->\n)?```console\n(.*?)```", Pattern.DOTALL);
  private static final int SHORTEST_QUOTE = 12;

  @TempDir private Path folder;
  private final List<AutoCloseable> servers = new ArrayList<>();

  @BeforeEach
  void makeADatabase() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    try (Connection shop = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("shop.db"));
        Statement statement = shop.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE item(name TEXT)");
    }
  }

  @AfterEach
  void stopServers() throws Exception {
    for (AutoCloseable server : servers.reversed()) {
      server.close();
    }
  }

  @Test
  void commandsSayWhatThePageQuotes() throws Exception {
    List<MatchResult> blocks = CONSOLE.matcher(page()).results().toList();
    assertThat(blocks).hasSize(6);

    for (MatchResult block : blocks) {
      TestCli cli = cliWith(Optional.ofNullable(block.group(1)));
      for (String command : block.group(2).split("(?m)^\\$ seseragi ", -1)) {
        if (!command.isEmpty()) {
          int end = command.indexOf('\n');
          String said = run(cli, command.substring(0, end));
          assertThat(shape(said)).as(said).contains(shape(command.substring(end + 1)));
        }
      }
    }
  }

  private TestCli cliWith(Optional<String> circumstance) throws Exception {
    TestCli cli = TestCli.in(folder.resolve("data"));
    if (circumstance.isEmpty()) {
      return cli;
    }
    FakeGcs gcs = FakeGcs.start().withBucket("my-replicas");
    servers.add(gcs);
    switch (circumstance.get()) {
      case "a certificate that nobody has signed" -> {
        TlsFront front = TlsFront.of(gcs.endpoint(), folder);
        servers.add(front);
        return cli.with("STORAGE_EMULATOR_HOST", front.uri().toString());
      }
      case "a clock that is ten minutes ahead" ->
          cli.at(() -> Instant.now().plus(Duration.ofMinutes(10)));
      case "a role that may only look" -> gcs.allow(Set.of(GcsPermission.GET, GcsPermission.LIST));
      default -> throw new IllegalArgumentException(circumstance.get());
    }
    return cli.with("STORAGE_EMULATOR_HOST", gcs.endpoint().toString());
  }

  private String run(TestCli cli, String line) {
    String[] words =
        line.replace("file:///backup", "file://" + folder.resolve("backup")).split(" ");
    TestCli.Result result = cli.run(words);
    return (result.out() + result.err())
        .replace("file://" + folder.resolve("backup"), "file:///backup")
        .replace(folder.resolve("data").toString(), "/data");
  }

  /** Without what differs from run to run: numbers, names made of them, and how columns are set. */
  private static String shape(String text) {
    return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replaceAll("[0-9]+(\\.[0-9]+)?", "0")
        .replaceAll("[ \n]+", " ")
        .strip();
  }

  /** The first column of each table, and what stands in quotes of code there. */
  @Test
  void messagesInTablesAreTheProgramsOwn() throws IOException {
    String sources = sources();
    List<String> quotes =
        Pattern.compile("(?m)^\\| `([^`]+)`")
            .matcher(page())
            .results()
            .map((MatchResult quote) -> quote.group(1))
            .filter(quote -> !quote.startsWith("[SQLITE_") && !quote.contains("readonly database"))
            .toList();
    assertThat(quotes).hasSizeGreaterThan(10);

    for (String quote : quotes) {
      for (String part : quote.split("…", -1)) {
        if (part.strip().length() >= SHORTEST_QUOTE) {
          assertThat(sources).as(quote).contains(part.strip());
        }
      }
    }
  }

  /** What is written over several lines is joined again. */
  private static String sources() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
              text.append(Files.readString(file));
            }
          }
        }
      }
    }
    return text.toString().replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/troubleshooting.md"));
  }
}
