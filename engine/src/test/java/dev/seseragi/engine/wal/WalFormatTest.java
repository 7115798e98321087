package dev.seseragi.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what SQLite itself wrote. */
final class WalFormatTest {
  @TempDir Path folder;

  @Test
  void everyFrameThatSqliteWroteCarriesOnTheChecksum() throws Exception {
    Path database = folder.resolve("a.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size=1024");
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE t(v)");
      statement.execute("INSERT INTO t VALUES (randomblob(20000))");
      byte[] wal = Files.readAllBytes(Path.of(database + "-wal"));
      WalHeader header = WalHeader.parse(Arrays.copyOf(wal, WalHeader.BYTES)).orElseThrow();
      assertThat(header.pageSize().bytes()).isEqualTo(1024);
      WalChecksum checksum = header.checksum();
      int frames = (wal.length - WalHeader.BYTES) / header.frameBytes();
      for (int frame = 1; frame <= frames; frame++) {
        int at = (int) header.offsetOf(frame);
        assertThat(WalFrame.hasSalts(wal, at, header.salts())).isTrue();
        checksum = WalFrame.checksumAfter(checksum, wal, at, header);
        assertThat(WalFrame.hasChecksum(wal, at, checksum)).isTrue();
      }
      int last = (int) header.offsetOf(frames);
      assertThat(WalFrame.commitPages(wal, last)).isGreaterThan(20);
      wal[last + 100]++;
      assertThat(WalFrame.checksumAfter(checksum, wal, last, header)).isNotEqualTo(checksum);
    }
  }

  @Test
  void anythingElseIsNoHeader() {
    assertThat(WalHeader.parse(new byte[WalHeader.BYTES])).isEmpty();
  }
}
