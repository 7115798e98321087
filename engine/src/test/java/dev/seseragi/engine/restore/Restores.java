package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.fixtures.FixtureRestore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What tests of restoring share. */
final class Restores {
  private static final int BUFFER_BYTES = 1 << 16;

  private Restores() {}

  /** Restores from a store. */
  static Restore of(ObjectStore store) {
    return new Restore(new Replica(store), RestoreThreads.ofSystem(), InstantSource.system());
  }

  /** The point that a genuine restore was asked for. */
  static RestorePoint point(FixtureRestore restore) {
    return restore
        .argument("-txid")
        .<RestorePoint>map(hex -> new RestorePoint.AtTxid(Txid.parse(hex)))
        .or(() ->
            restore
                .argument("-timestamp")
                .map(time -> new RestorePoint.AtTime(Instant.parse(time))))
        .orElseGet(RestorePoint.Latest::new);
  }

  static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names of the files in a folder. */
  static List<String> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
