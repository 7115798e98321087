package dev.seseragi.store.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.store.remote.Deadline;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.FixtureFile;
import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.sftp.SftpServer;
import dev.seseragi.testkit.store.GeneratedBody;
import dev.seseragi.testkit.store.Listings;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is SFTP's own. */
final class SftpStoreTest {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");
  private static final Body BODY = Body.of("first".getBytes(StandardCharsets.US_ASCII));
  private static final String FSYNC = "fsync@openssh.com=1";
  private static SftpServer server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer() {
    server = SftpServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void segmentsKeepTheirMilliseconds() throws IOException {
    Fixture fixture = Fixtures.named("levels");
    try (ObjectStore store = TestSftp.open(server, folder)) {
      for (FixtureFile file : fixture.files()) {
        Path path = fixture.folder().resolve("replica").resolve(file.path());
        assertThat(store.create(file.path(), Body.of(path), file.modified()))
            .isEqualTo(new PutOutcome.Created());
        assertThat(store.stat(file.path()).orElseThrow().timestamp()).isEqualTo(file.modified());
      }
      assertThat(Listings.objects(store, ""))
          .hasSameSizeAs(fixture.files())
          .allMatch(it -> it.timestamp().equals(it.timestamp().truncatedTo(ChronoUnit.SECONDS)));
      assertThat(store.capabilities().listsExactTimestamps()).isFalse();
    }
  }

  @Test
  void theProtocolTellsNoServersTime() {
    try (ObjectStore store = TestSftp.open(server, folder)) {
      assertThat(store.create("a", Body.of(new byte[1]), Instant.EPOCH))
          .isEqualTo(new PutOutcome.Created());

      assertThat(store.clock()).isEmpty();
    }
  }

  @Test
  void strangersFilesAndTemporaryOnesAreNoObjects() throws IOException {
    Files.createDirectories(folder.resolve("ltx/0"));
    for (String name : List.of("ltx/0/a b", "ltx/0/.seseragi~1-0", "ltx/0/ä", "ltx/0/fine")) {
      Files.createFile(folder.resolve(name));
    }
    try (ObjectStore store = TestSftp.open(server, folder)) {
      assertThat(Listings.names(store, "")).containsExactly("ltx/0/fine");
    }
  }

  @Test
  void symbolicLinksAreFollowedAndOnesThatLeadNowhereAreErrors() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path root = Files.createDirectories(folder.resolve("root/ltx"));
    Files.createFile(elsewhere.resolve("a"));
    Files.createSymbolicLink(root.resolve("0"), elsewhere);
    Files.createSymbolicLink(root.resolve("b"), elsewhere.resolve("a"));
    try (ObjectStore store = TestSftp.open(server, folder.resolve("root"))) {
      assertThat(Listings.names(store, "")).containsExactly("ltx/0/a", "ltx/b");
      Files.createSymbolicLink(root.resolve("1"), folder.resolve("unmounted"));
      assertThatThrownBy(() -> store.list("ltx/1/", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("leads nowhere");
    }
  }

  /** Apache MINA's server shows the target of a link, and never that it is one. */
  @Test
  void linksThatLeadBackAreNotFollowed() throws IOException {
    Path root = Files.createDirectories(folder.resolve("root/ltx"));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("a"));
    Files.createSymbolicLink(root.resolve("0"), elsewhere);
    Files.createSymbolicLink(elsewhere.resolve("loop"), elsewhere);
    Files.createSymbolicLink(root.resolve("up"), root.getParent());
    try (SftpServer openSsh =
            SftpServer.startOpenSsh().orElseGet(() -> abort(SftpServer.OPENSSH_MISSING));
        ObjectStore store = TestSftp.open(openSsh, folder.resolve("root"))) {
      assertThat(Listings.names(store, "")).containsExactly("ltx/0/a");
      Files.createSymbolicLink(root.resolve("1"), folder.resolve("unmounted"));
      assertThatThrownBy(() -> store.list("ltx/", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("leads nowhere");
    }
  }

  @Test
  void aRootThatCannotBeThereIsAnErrorAndNotEmpty() throws IOException {
    Files.createFile(folder.resolve("file"));
    for (String root : List.of("file", "file/replica")) {
      try (ObjectStore store = TestSftp.open(server, folder.resolve(root))) {
        assertThatThrownBy(() -> store.list("", null))
            .isInstanceOf(StoreForbiddenException.class)
            .hasMessageContaining("a file where a folder was expected");
      }
    }
  }

  @Test
  void aFolderInAnObjectsPlaceIsNotTaken() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    try (ObjectStore store = TestSftp.open(server, folder)) {
      assertThatThrownBy(() -> store.create("a", BODY, TIME))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("Move it away");
    }
  }

  @Test
  void leftoversOfKilledProcessesAreSweptUp() throws Exception {
    Files.createDirectories(folder.resolve("x"));
    long now = Instant.now().getEpochSecond();
    Path old =
        Files.createFile(folder.resolve("x/.seseragi~%d-0123456789abcdef".formatted(now - 90_000)));
    Path young =
        Files.createFile(folder.resolve("x/.seseragi~%d-0123456789abcdef".formatted(now - 80_000)));
    try (ObjectStore store = TestSftp.open(server, folder)) {
      assertThat(store.create("x/a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
      Await.until("the old one is gone", Duration.ofSeconds(10), () -> Files.notExists(old));
      assertThat(young).exists();
    }
  }

  @Test
  void aServerWithoutLinksIsNotCalledAtomic() {
    try (SftpServer plain = SftpServer.startWith(FSYNC);
        ObjectStore store = TestSftp.open(plain, folder)) {
      assertThat(store.capabilities().createsAtomically()).isFalse();
      assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
      assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Taken());
      store.put("b", BODY, TIME);
      assertThatThrownBy(() -> store.put("b", BODY, TIME))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("posix-rename@openssh.com");
      assertThat(Listings.names(store, "")).containsExactly("a", "b");
    }
  }

  /** Measured for docs/stores/sftp.md: what the plain rename of version 3 does. */
  @Test
  void aPlainRenameNeverReplaces() throws IOException {
    List<SftpServer> servers = new ArrayList<>(List.of(SftpServer.start()));
    SftpServer.startOpenSsh().ifPresent(servers::add);
    for (SftpServer each : servers) {
      try (each) {
        Files.writeString(folder.resolve("from"), "new");
        Files.writeString(folder.resolve("to"), "old");
        SftpConnection connection =
            SshTransport.connect(
                TestSftp.settings(each, folder),
                RemoteLimits.DEFAULT,
                Thread.ofVirtual().factory());
        Deadline deadline = Deadline.in(Duration.ofSeconds(10));
        String from = folder.resolve("from").toString();
        String to = folder.resolve("to").toString();
        assertThatThrownBy(() -> connection.rename(from, to).await(deadline))
            .isInstanceOf(StatusException.class);
        assertThatThrownBy(() -> connection.link(from, to).await(deadline))
            .isInstanceOf(StatusException.class);
        assertThat(folder.resolve("to")).hasContent("old");
        connection.close();
      }
    }
  }

  @Test
  void writesOneAfterTheOtherArriveToo() throws IOException {
    SftpSettings all = TestSftp.settings(server, folder);
    SftpSettings settings =
        new SftpSettings(
            all.host(),
            all.port(),
            all.user(),
            all.password(),
            all.keyFile(),
            all.hostKey(),
            all.knownHosts(),
            all.folder(),
            false);
    GeneratedBody body = new GeneratedBody(1, 1 << 20);
    try (ObjectStore store = new SftpStore(settings, RemoteLimits.DEFAULT)) {
      assertThat(store.create("a", body, TIME)).isEqualTo(new PutOutcome.Created());
      try (InputStream stream = store.read("a", 0, Long.MAX_VALUE)) {
        assertThat(body.isContentOf(stream)).isTrue();
      }
    }
  }

  @Test
  void connectionsAreBoundedHoweverManyStreamsAreOpen() throws IOException {
    try (SftpServer own = SftpServer.start();
        ObjectStore store = TestSftp.open(own, folder)) {
      assertThat(store.create("a", new GeneratedBody(1, 1 << 20), TIME))
          .isEqualTo(new PutOutcome.Created());
      List<InputStream> streams = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        streams.add(store.read("a", 0, Long.MAX_VALUE));
      }
      assertThat(store.stat("a")).isPresent();
      for (InputStream stream : streams) {
        assertThat(stream.readNBytes(10)).hasSize(10);
        stream.close();
      }
      assertThat(own.sessionCount()).isLessThanOrEqualTo(ConnectionPool.MAX_CONNECTIONS);
    }
  }

  @Test
  void anObjectLargerThanTheHeapComesAndGoes() throws Exception {
    try (ChildProcess process =
        ChildJvm.running(LargeObject.class, server.port(), server.hostKey(), folder)
            .withJvmOptions("-Xmx24m")
            .start()) {
      assertThat(process.awaitExit(Duration.ofSeconds(50))).as(process::errorOutput).isZero();
    }
  }

  @Test
  void aReadOnlyFolderSaysWhoMustBeAllowedToWrite() {
    StoreException error =
        new SftpErrors(TestSftp.settings(server, folder))
            .of("create a", new StatusException(StatusException.PERMISSION_DENIED, "/x", "no"));

    assertThat(error)
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining("Let the user seseragi read and write there");
  }
}
