package dev.seseragi.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases several times as large as the heap of the JVM that restores them. */
final class RestoreMemoryTest {
  private static final int SAMPLE_BYTES = 1 << 20;
  private static final Duration TIME = Duration.ofSeconds(50);

  @TempDir Path folder;

  @Test
  void aDatabaseLargerThanTheHeapIsRestored() throws Exception {
    checkRestore(new PageSize(4096), 48_000, new Random(1)::nextBytes);
  }

  @Test
  void aDatabaseWithMorePagesThanAnIndexMayHaveIsRestored() throws Exception {
    checkRestore(new PageSize(512), SegmentLayouts.MAX_INDEXED_PAGES + 1, sample -> {});
  }

  private interface Filling {
    void fill(byte[] bytes);
  }

  private void checkRestore(PageSize pageSize, int pages, Filling filling) throws Exception {
    Path replica = folder.resolve("replica");
    Path target = folder.resolve("restored.db");
    long expected = write(replica, pageSize, pages, filling);

    try (ChildProcess process =
        ChildJvm.running(RestoreProcess.class, replica, target)
            .withJvmOptions("-Xmx64m", "-XX:MaxDirectMemorySize=16m")
            .start()) {
      assertThat(process.awaitExit(TIME)).as(process::errorOutput).isZero();
    }

    assertThat(Files.size(target)).isEqualTo(pageSize.bytesOf(pages));
    assertThat(checksum(target)).isEqualTo(expected);
  }

  /** Writes a segment with the whole database, and returns the database's checksum. */
  private static long write(Path replica, PageSize pageSize, int pages, Filling filling)
      throws IOException {
    byte[] sample = new byte[SAMPLE_BYTES];
    filling.fill(sample);
    Path segment = replica.resolve(ModelReplica.name(0, 1, 1));
    Files.createDirectories(segment.getParent());
    LtxHeader header =
        LtxHeader.of(pageSize, pages, TxidRange.of(Txid.FIRST), Instant.EPOCH, WalRange.NONE, 0);
    CRC32C checksum = new CRC32C();
    byte[] page = new byte[pageSize.bytes()];
    try (OutputStream out = Files.newOutputStream(segment);
        LtxEncoder encoder = new LtxEncoder(out, header, PageFormat.BLOCK)) {
      for (int number = 1; number <= pages; number++) {
        int from = number * 97 % (SAMPLE_BYTES - page.length);
        System.arraycopy(sample, from, page, 0, page.length);
        page[number % page.length] = (byte) (number >>> 4);
        if (number == 1) {
          writeDatabaseHeader(page);
        }
        encoder.writePage(number, page, 0);
        checksum.update(page);
      }
      encoder.finish();
    }
    return checksum.getValue();
  }

  private static void writeDatabaseHeader(byte[] page) {
    byte[] magic = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, page, 0, magic.length);
    page[16] = (byte) (page.length >>> 8);
    page[17] = 0;
    page[95] = (byte) (page[27] + 1);
  }

  private static long checksum(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[SAMPLE_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checksum.update(buffer, 0, read);
      }
    }
    return checksum.getValue();
  }
}
