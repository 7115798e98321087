package dev.seseragi.ltx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.util.Native;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Lz4Test {
  private static final long CHILD_SECONDS = 30;

  /** Both variants that may meet a damaged block must end with an error or within the page. */
  @Test
  void noVariantBreaksOnDamagedBlocks() {
    PageSize pageSize = new PageSize(1024);
    List<LZ4SafeDecompressor> variants =
        List.of(LZ4Factory.safeInstance().safeDecompressor(), Lz4.fastDecompressor());
    Random random = new Random(99);
    byte[] page = new byte[3072];
    for (int i = 0; i < 30_000; i++) {
      byte[] block = Lz4.compressor().compress(SamplePages.page(pageSize, random).bytes());
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        block[random.nextInt(block.length)] ^= (byte) (1 << random.nextInt(8));
      }
      for (LZ4SafeDecompressor variant : variants) {
        try {
          int bytes = variant.decompress(block, 0, block.length, page, 1024, 1024);
          assertThat(bytes).isBetween(0, 1024);
        } catch (LZ4Exception e) {
          assertThat(e).isNotNull();
        }
        assertThat(page[1023]).isZero();
        assertThat(page[2048]).isZero();
      }
    }
  }

  @Test
  void withoutTheNativeLibraryTheJavaVariantDoesAll(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("segment.ltx");
    int pages = 1000; // beyond what is decompressed before the native variant is asked for
    PageSize pageSize = new PageSize(1024);
    Files.write(
        file,
        Segment.encode(
            SamplePages.snapshot(pageSize, pages),
            PageFormat.BLOCK,
            SamplePages.all(pageSize, pages, 3)));
    String output = child(file, "-Djava.io.tmpdir=" + folder.resolve("missing"));
    assertThat(output).contains("native LZ4 does not load here").contains("same pages: true");
  }

  @Test
  void aSmallSegmentDoesNotLoadTheNativeLibrary(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("segment.ltx");
    PageSize pageSize = new PageSize(1024);
    Files.write(
        file,
        Segment.encode(
            SamplePages.snapshot(pageSize, 5), PageFormat.FRAME, SamplePages.all(pageSize, 5, 3)));
    assertThat(child(file, "-Dseseragi.decodeOnly=true"))
        .contains("pages: 5")
        .contains("native: false");
  }

  private static String child(Path file, String option) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add(option);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Child.class.getName());
    command.add(file.toString());
    Path output = file.resolveSibling("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(CHILD_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    String text = Files.readString(output, UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  /** What runs in a JVM of its own. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      Segment segment = Segment.decode(Files.readAllBytes(Path.of(args[0])));
      System.out.println("pages: " + segment.pages().size());
      if (!Boolean.getBoolean("seseragi.decodeOnly")) {
        byte[] again = Segment.encode(segment.header(), PageFormat.BLOCK, segment.pages());
        boolean isSame = Segment.decode(again).pages().equals(segment.pages());
        System.out.println("same pages: " + isSame);
      }
      System.out.println("native: " + Native.isLoaded());
    }
  }
}
