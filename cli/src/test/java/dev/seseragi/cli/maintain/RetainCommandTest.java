package dev.seseragi.cli.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a replica of genuine Litestream whose segments are older than every retention given here. */
final class RetainCommandTest {
  private static final String[] SHORT = {"-snapshot-retention", "0s", "-l0-retention", "1ms"};

  @TempDir Path folder;
  private Path replica;

  @BeforeEach
  void copyAReplica() {
    replica = Fixtures.named("levels").copyTo(folder.resolve("replica"));
  }

  private Result retain(String... flags) {
    String[] words = new String[flags.length + SHORT.length + 2];
    words[0] = "retain";
    System.arraycopy(SHORT, 0, words, 1, SHORT.length);
    System.arraycopy(flags, 0, words, 1 + SHORT.length, flags.length);
    words[words.length - 1] = "file://" + replica;
    return TestCli.in(folder).run(words);
  }

  private int segments() {
    try (DirectoryStore store = new DirectoryStore(replica)) {
      return new Replica(store).list().segments().size();
    }
  }

  private byte[] newestState() throws IOException {
    Path target = folder.resolve("restored-" + segments() + ".db");
    Result result = TestCli.in(folder).run("restore", "-o", target.toString(), "file://" + replica);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return Files.readAllBytes(target);
  }

  @Test
  void whatIsSuperfluousGoesAndTheNewestStateStays() throws IOException {
    int before = segments();
    byte[] newest = newestState();

    Result dry = retain("-dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(segments()).isEqualTo(before);

    Result real = retain();
    assertThat(real.out()).isEqualTo(dry.out().replace("would delete", "deleted"));
    assertThat(segments()).isBetween(1, before - 1);
    assertThat(newestState()).isEqualTo(newest);

    assertThat(retain("-json").out()).contains("\"deleted\": 0");
  }

  @Test
  void aNegativeRetentionIsRefused() {
    Result result =
        TestCli.in(folder).run("retain", "-snapshot-retention", "-1s", "file://" + replica);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("the snapshot retention is at least PT0S, found PT-1S");
  }
}
