package dev.seseragi.ltx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.ltx.Fixtures.LtxFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FixturesTest {
  static List<String> names() {
    return Fixtures.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatLitestreamWroteDecodesToWhatItSays(String fixture) throws IOException {
    for (LtxFile file : Fixtures.intactFiles(fixture)) {
      try (InputStream in = Files.newInputStream(file.file());
          LtxDecoder decoder = new LtxDecoder(in, file.toString())) {
        assertThat(decoder.header()).as(file.toString()).isEqualTo(expectedHeader(file));
        byte[] page = new byte[decoder.header().pageSize().bytes()];
        int first = decoder.nextPage(page, 0);
        assertThat(first).as(file.toString()).isEqualTo(firstPage(file));
        while (decoder.nextPage(page, 0) != 0) {
          assertThat(page).hasSize(decoder.header().pageSize().bytes());
        }
        assertThat(decoder.trailer())
            .as(file.toString())
            .isEqualTo(new LtxTrailer(hex(file, "post_apply_checksum"), fileChecksum(file)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatLitestreamWroteReadsTheSameInParts(String fixture) throws IOException {
    for (LtxFile file : Fixtures.intactFiles(fixture)) {
      if (Files.size(file.file()) > 1_000_000) {
        continue; // a gigabyte of zeros; the lock page has tests of its own
      }
      byte[] bytes = file.bytes();
      Segment whole = Segment.decode(bytes);
      PageIndex index =
          PageIndex.read(file.toString(), whole.header(), bytes.length, Segment.ranges(bytes));
      assertThat(index.trailer()).isEqualTo(whole.trailer());
      assertThat(Slices.readAll(bytes, index, 3)).as(file.toString()).isEqualTo(whole.pages());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void encodingItAgainDecodesToTheSame(String fixture) throws IOException {
    for (LtxFile file : Fixtures.intactFiles(fixture)) {
      byte[] bytes = file.bytes();
      if (bytes.length > 1_000_000) {
        continue;
      }
      Segment segment = Segment.decode(bytes);
      for (PageFormat format : PageFormat.values()) {
        byte[] again = Segment.encode(segment.header(), format, segment.pages());
        Segment decoded = Segment.decode(again);
        assertThat(decoded.header()).isEqualTo(segment.header());
        assertThat(decoded.pages()).as(file.toString()).isEqualTo(segment.pages());
        if (again.length == bytes.length && sameLayout(again, bytes, segment.header())) {
          assertThat(decoded.trailer()).as(file.toString()).isEqualTo(segment.trailer());
        }
      }
    }
  }

  /**
   * The file checksum covers lengths but no compressed bytes, so this says that both hash alike.
   */
  @Test
  void ourOwnChecksumsAreThoseOfLitestreamWhereTheLengthsAgree() throws IOException {
    int agreeing = 0;
    for (String fixture : Fixtures.names()) {
      for (LtxFile file : Fixtures.intactFiles(fixture)) {
        byte[] bytes = file.bytes();
        if (bytes.length > 100_000 || formatOf(file) != PageFormat.BLOCK) {
          continue;
        }
        Segment segment = Segment.decode(bytes);
        byte[] again = Segment.encode(segment.header(), PageFormat.BLOCK, segment.pages());
        if (again.length == bytes.length && sameLayout(again, bytes, segment.header())) {
          agreeing++;
          assertThat(Segment.decode(again).trailer()).isEqualTo(segment.trailer());
        }
      }
    }
    assertThat(agreeing).as("files whose LZ4 lengths agree").isPositive();
  }

  @Test
  void framesAreWrittenAsLitestream050WroteThem() throws IOException {
    LtxFile file = Fixtures.intactFiles("v050-page-4096").getFirst();
    byte[] genuine = file.bytes();
    Segment segment = Segment.decode(genuine);
    byte[] ours = Segment.encode(segment.header(), PageFormat.FRAME, segment.pages());
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(ours, 0, 113)).isEqualTo(hex.formatHex(genuine, 0, 113));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aDamagedFileNeverReachesItsEnd(String fixture) {
    LtxFile damaged = Fixtures.damagedFile(fixture);
    if (damaged != null) {
      assertThatThrownBy(() -> Segment.decode(damaged.bytes()))
          .as(damaged.toString())
          .isInstanceOf(LtxException.class)
          .hasMessageContaining("test.ltx, byte ");
    }
  }

  @Test
  void thereAreFixturesOfEveryKind() {
    long files = names().stream().mapToLong(name -> Fixtures.intactFiles(name).size()).sum();
    long damaged = names().stream().filter(name -> Fixtures.damagedFile(name) != null).count();
    assertThat(files).isGreaterThan(500);
    assertThat(damaged).isGreaterThan(15);
  }

  @Test
  void theLockPageIsInNoFileOfAGigabyteAndEncodingItAgainKeepsItOut() throws IOException {
    LtxFile large =
        Fixtures.intactFiles("lock-page").stream()
            .filter(file -> Integer.parseInt(file.text("commit")) > 16_385)
            .findFirst()
            .orElseThrow();
    PageSize pageSize = new PageSize(65_536);
    byte[] page = new byte[pageSize.bytes()];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long expectedCrc;
    int pages = 0;
    try (LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(large.bytes()), "large")) {
      LtxEncoder encoder = new LtxEncoder(out, decoder.header(), PageFormat.BLOCK);
      for (int n = decoder.nextPage(page, 0); n != 0; n = decoder.nextPage(page, 0)) {
        assertThat(n).isNotEqualTo(pageSize.lockPage());
        encoder.writePage(n, page, 0);
        pages++;
      }
      expectedCrc = encoder.finish().fileChecksum();
    }
    assertThat(pages).isGreaterThan(16_384);
    LtxDecoder again = new LtxDecoder(new ByteArrayInputStream(out.toByteArray()), "again");
    while (again.nextPage(page, 0) != 0) {
      pages--;
    }
    assertThat(pages).isZero();
    assertThat(again.trailer().fileChecksum()).isEqualTo(expectedCrc);
  }

  private static LtxHeader expectedHeader(LtxFile file) {
    return new LtxHeader(
        new PageSize(Integer.parseInt(file.text("page_size"))),
        Integer.parseInt(file.text("commit")),
        new TxidRange(Txid.parse(file.text("min_txid")), Txid.parse(file.text("max_txid"))),
        Instant.parse(file.text("timestamp")),
        hex(file, "pre_apply_checksum"),
        new WalRange(
            Long.parseLong(file.text("wal_offset")),
            Long.parseLong(file.text("wal_size")),
            HexFormat.fromHexDigits(file.text("wal_salt1")),
            HexFormat.fromHexDigits(file.text("wal_salt2"))),
        hex(file, "node_id"),
        (Integer.parseInt(file.text("flags")) & 2) == 0);
  }

  private static int firstPage(LtxFile file) {
    return file.header().get("first_page") instanceof Map<?, ?> page
        ? (Integer) Objects.requireNonNull(page.get("pgno"))
        : 0;
  }

  private static PageFormat formatOf(LtxFile file) {
    return file.header().get("first_page") instanceof Map<?, ?> page
            && Objects.equals(page.get("flags"), 1)
        ? PageFormat.BLOCK
        : PageFormat.FRAME;
  }

  private static long fileChecksum(LtxFile file) {
    return hex(file, "file_checksum");
  }

  private static long hex(LtxFile file, String key) {
    return HexFormat.fromHexDigitsToLong(file.text(key));
  }

  private static boolean sameLayout(byte[] a, byte[] b, LtxHeader header) throws IOException {
    PageIndex left = PageIndex.read("a", header, a.length, Segment.ranges(a));
    PageIndex right = PageIndex.read("b", header, b.length, Segment.ranges(b));
    for (int entry = 0; entry < left.count(); entry++) {
      if (left.length(entry) != right.length(entry)
          || a[(int) left.offset(entry) + 5] != b[(int) right.offset(entry) + 5]) {
        return false;
      }
    }
    return true;
  }
}
