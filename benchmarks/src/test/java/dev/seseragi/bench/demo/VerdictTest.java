package dev.seseragi.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerdictTest {
  private static final Duration WINDOW = Duration.ofSeconds(2);

  @TempDir Path folder;

  private Verdict verdict(String ids, String log) throws SQLException, IOException {
    Path database = folder.resolve("shop.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders(id INTEGER PRIMARY KEY)");
      statement.execute("INSERT INTO orders VALUES " + ids);
    }
    Path file = Files.writeString(folder.resolve("log"), log);
    return Verdict.of(database, Acknowledged.read(file), 10_000);
  }

  @Test
  void whatIsMissingFromTheWindowIsCounted() throws Exception {
    Verdict verdict = verdict("(1), (2)", "1 7000\n2 8000\n3 9000\n4 9900\n");

    assertThat(verdict.acknowledged()).isEqualTo(4);
    assertThat(verdict.restored()).isEqualTo(2);
    assertThat(verdict.missing()).hasSize(2);
    assertThat(verdict.oldestMissing()).isEqualTo(Duration.ofSeconds(1));
    assertThat(verdict.keeps(WINDOW)).isTrue();
  }

  @Test
  void aMissingOrderOlderThanTheWindowFails() throws Exception {
    assertThat(verdict("(1)", "1 7000\n2 7999\n3 9000\n").keeps(WINDOW)).isFalse();
  }

  @Test
  void aMissingOrderInBetweenFailsHoweverYoung() throws Exception {
    Verdict verdict = verdict("(1), (3)", "1 7000\n2 9990\n3 9995\n");

    assertThat(verdict.isPrefix()).isFalse();
    assertThat(verdict.keeps(WINDOW)).isFalse();
  }

  @Test
  void anOrderWhoseAcknowledgementWasCutShortIsNotAcknowledged() throws Exception {
    Verdict verdict = verdict("(1), (2)", "1 7000\n2 90");

    assertThat(verdict.acknowledged()).isEqualTo(1);
    assertThat(verdict.others()).isEqualTo(1);
    assertThat(verdict.keeps(WINDOW)).isTrue();
  }
}
