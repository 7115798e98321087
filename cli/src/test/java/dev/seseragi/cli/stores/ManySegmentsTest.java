package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A replica whose listing has several pages: none of it may be overlooked. */
class ManySegmentsTest {
  private static final int SEGMENTS = 2_500;
  private static final PageSize PAGE_SIZE = new PageSize(512);
  private static final WalRange NO_WAL = new WalRange(32, 0, 0, 0);
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");

  private static RemoteServers servers;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    servers = new RemoteServers();
  }

  @AfterAll
  static void stop() throws IOException {
    servers.close();
  }

  /** The second page of a database of two, as each TXID leaves it. */
  private static byte[] pageOf(int txid) {
    byte[] page = new byte[PAGE_SIZE.bytes()];
    Arrays.fill(page, (byte) (txid % 251));
    return page;
  }

  private static byte[] segment(int txid, byte[] firstPage) throws IOException {
    Txid at = new Txid(txid);
    LtxHeader header =
        LtxHeader.of(PAGE_SIZE, 2, TxidRange.of(at), TIME.plusMillis(txid), NO_WAL, 7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (LtxEncoder encoder = new LtxEncoder(bytes, header, PageFormat.BLOCK)) {
      if (txid == 1) {
        encoder.writePage(1, firstPage, 0);
      }
      encoder.writePage(2, pageOf(txid), 0);
      encoder.finish();
    }
    return bytes.toByteArray();
  }

  private byte[] firstPage() throws Exception {
    Path database = folder.resolve("any.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size=" + PAGE_SIZE.bytes());
      statement.execute("CREATE TABLE t (x)");
    }
    return Arrays.copyOf(Files.readAllBytes(database), PAGE_SIZE.bytes());
  }

  private void upload(TestCli cli, String url) throws Exception {
    byte[] firstPage = firstPage();
    try (ObjectStore store = Stores.plain(ReplicaUrl.parse(url), cli.surroundings());
        ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<PutOutcome>> outcomes = new ArrayList<>();
      for (int i = 1; i <= SEGMENTS; i++) {
        int txid = i;
        String name = store.levelNaming().folder(0) + "%016x-%<016x.ltx".formatted(txid);
        outcomes.add(
            threads.submit(() ->
                store.create(name, Body.of(segment(txid, firstPage)), TIME.plusMillis(txid))));
      }
      for (Future<PutOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo(new PutOutcome.Created());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPageOfTheListingCounts(RemoteServer.Kind kind) throws Exception {
    RemoteServer server = servers.of(kind);
    TestCli cli = server.cli(folder, server.uri());
    String url = server.url(RemoteServers.newPrefix());
    upload(cli, url);

    assertThat(cli.run("ltx", url).out().lines().filter(line -> line.contains("00000")))
        .hasSize(SEGMENTS);
    assertRestores(cli, url, SEGMENTS);
    assertRestores(cli, url, 1_001, "-txid", "%016x".formatted(1_001));
  }

  private void assertRestores(TestCli cli, String url, int txid, String... flags)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("restore", "-force", "-o", "out.db"));
    words.addAll(List.of(flags));
    words.add(url);

    Result result = cli.run(words.toArray(String[]::new));

    assertThat(result.exitCode()).as(result.err()).isZero();
    byte[] restored = Files.readAllBytes(folder.resolve("out.db"));
    assertThat(Arrays.copyOfRange(restored, PAGE_SIZE.bytes(), restored.length))
        .as("the state at TXID %d", txid)
        .isEqualTo(pageOf(txid));
  }
}
