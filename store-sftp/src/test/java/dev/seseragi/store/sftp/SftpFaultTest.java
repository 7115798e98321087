package dev.seseragi.store.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreException;
import dev.seseragi.testkit.sftp.SftpServer;
import dev.seseragi.testkit.store.GeneratedBody;
import dev.seseragi.testkit.store.Listings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What networks and servers do wrong. */
@Timeout(60)
final class SftpFaultTest {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37Z");
  private static final Body BODY = new GeneratedBody(1, 100_000);

  @TempDir Path folder;

  @Test
  void aServerThatAcceptsAndNeverAnswersIsATimeout() throws IOException {
    try (SftpServer server = SftpServer.start();
        TcpProxy proxy = new TcpProxy(server.port())) {
      proxy.hang();
      try (ObjectStore store = open(proxy, server)) {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> store.list("", null)).isExactlyInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.create("a", BODY, TIME))
            .isExactlyInstanceOf(StoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  void aConnectionThatFallsSilentIsGivenUpAndReplaced() throws IOException {
    try (SftpServer server = SftpServer.start();
        TcpProxy proxy = new TcpProxy(server.port());
        ObjectStore store = open(proxy, server)) {
      assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
      proxy.hang();
      assertThatThrownBy(() -> store.list("", null))
          .isExactlyInstanceOf(StoreException.class)
          .hasMessageContaining("cannot list");
      proxy.reset();
      proxy.forward();
      assertThat(Listings.names(store, "")).containsExactly("a");
    }
  }

  @Test
  void aBrokenConnectionIsReplacedWithoutAnError() throws IOException {
    try (SftpServer server = SftpServer.start();
        TcpProxy proxy = new TcpProxy(server.port());
        ObjectStore store = open(proxy, server)) {
      for (int i = 0; i < 5; i++) {
        assertThat(store.create("a" + i, BODY, TIME)).isEqualTo(new PutOutcome.Created());
        proxy.reset();
      }
      assertThat(Listings.names(store, "")).hasSize(5);
    }
  }

  @Test
  void aReadThatIsCutIsAnErrorAndNeverAnEnd() throws IOException {
    GeneratedBody large = new GeneratedBody(2, 8 << 20);
    try (SftpServer server = SftpServer.start();
        TcpProxy proxy = new TcpProxy(server.port());
        ObjectStore store = open(proxy, server)) {
      assertThat(store.create("a", large, TIME)).isEqualTo(new PutOutcome.Created());
      proxy.cutAfter(3 << 20);
      try (InputStream stream = store.read("a", 0, Long.MAX_VALUE)) {
        assertThatThrownBy(() -> large.isContentOf(stream)).isInstanceOf(IOException.class);
      }
      proxy.forward();
      try (InputStream stream = store.read("a", 0, Long.MAX_VALUE)) {
        assertThat(large.isContentOf(stream)).isTrue();
      }
    }
  }

  @Test
  void aListingThatIsCutIsAnErrorOrWhole() throws IOException {
    try (SftpServer server = SftpServer.start();
        TcpProxy proxy = new TcpProxy(server.port());
        ObjectStore store = open(proxy, server)) {
      Files.createDirectories(folder.resolve("r/x"));
      for (int i = 0; i < 900; i++) {
        Files.createFile(folder.resolve("r/x/" + i));
      }
      assertThat(Listings.names(store, "")).hasSize(900);
      for (int bytes = 1_000; bytes < 60_000; bytes += 9_000) {
        proxy.cutAfter(bytes);
        assertThatThrownBy(() -> store.list("", null)).isInstanceOf(StoreException.class);
        proxy.forward();
        assertThat(Listings.names(store, "")).hasSize(900);
      }
    }
  }

  @Test
  void aSlowServerIsWaitedFor() throws IOException {
    try (SftpServer server = SftpServer.start();
        TcpProxy proxy = new TcpProxy(server.port());
        ObjectStore store = open(proxy, server)) {
      proxy.slowDown(50);
      assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
    }
  }

  @Test
  void aLinkWhoseAnswerIsLostIsUnknown() throws IOException {
    SftpEventListener listener =
        new SftpEventListener() {
          @Override
          public void linked(
              ServerSession session, Path source, Path target, boolean symLink, Throwable thrown) {
            session.close(true);
          }
        };
    try (SftpServer server = SftpServer.startWatchedBy(listener);
        ObjectStore store = TestSftp.open(server, folder.resolve("r"))) {
      assertThat(store.create("a", BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);
      assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Taken());
      assertThat(Listings.names(store, "")).containsExactly("a");
    }
  }

  @Test
  void aBodyThatTheServerCutsIsNoObject() throws IOException {
    SftpEventListener listener =
        new SftpEventListener() {
          @Override
          public void written(
              ServerSession session,
              String remoteHandle,
              FileHandle file,
              long offset,
              byte[] data,
              int dataOffset,
              int dataLen,
              Throwable thrown)
              throws IOException {
            try (FileChannel channel = FileChannel.open(file.getFile(), StandardOpenOption.WRITE)) {
              channel.truncate(50_000);
            }
          }
        };
    try (SftpServer server = SftpServer.startWatchedBy(listener);
        ObjectStore store = TestSftp.open(server, folder.resolve("r"))) {
      assertThatThrownBy(() -> store.create("a", BODY, TIME))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("50,000 of 100,000");
      assertThat(Listings.names(store, "")).isEmpty();
    }
    try (Stream<Path> left = Files.list(folder.resolve("r"))) {
      assertThat(left).as("temporary files").isEmpty();
    }
  }

  @Test
  void closingEndsCallsUnderWay() throws Exception {
    try (SftpServer server = SftpServer.start();
        TcpProxy proxy = new TcpProxy(server.port());
        ObjectStore store =
            new SftpStore(
                TestSftp.settings(proxy.port(), server.hostKey(), folder.resolve("r")),
                RemoteLimits.DEFAULT)) {
      assertThat(store.list("", null).objects()).isEmpty();
      proxy.hang();
      Thread closer = Thread.ofVirtual().start(store::close);
      assertThatThrownBy(() -> store.delete(List.of("a"))).isInstanceOf(StoreException.class);
      closer.join();
    }
  }

  private SftpStore open(TcpProxy proxy, SftpServer server) {
    return new SftpStore(
        TestSftp.settings(proxy.port(), server.hostKey(), folder.resolve("r")), TestSftp.SHORT);
  }
}
