package dev.seseragi.ltx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.util.Native;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Lz4Test {
  private static final long CHILD_SECONDS = 30;

  /** Whatever meets a damaged block must end with an error or within the page. */
  @Test
  void damagedBlocksBreakNoDecoder() {
    PageSize pageSize = new PageSize(1024);
    LZ4SafeDecompressor library = Objects.requireNonNull(Lz4.nativeDecompressor());
    Random random = new Random(99);
    byte[] ours = new byte[3072];
    byte[] theirs = new byte[3072];
    for (int i = 0; i < 30_000; i++) {
      byte[] block = Lz4.compressor().compress(SamplePages.page(pageSize, random).bytes());
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        block[random.nextInt(block.length)] ^= (byte) (1 << random.nextInt(8));
      }
      int bytes = Lz4BlockDecoder.decompress(block, 0, block.length, ours, 1024, 1024);
      assertThat(bytes).isBetween(-1, 1024);
      assertThat(ours[1023]).isZero();
      assertThat(ours[2048]).isZero();
      try {
        int expected = library.decompress(block, 0, block.length, theirs, 1024, 1024);
        // The library lets matches of distance 0 through, which we refuse.
        if (bytes != Lz4BlockDecoder.DAMAGED) {
          assertThat(bytes).isEqualTo(expected);
          assertThat(Arrays.equals(ours, 1024, 1024 + bytes, theirs, 1024, 1024 + bytes)).isTrue();
        }
      } catch (LZ4Exception e) {
        assertThat(e).hasMessageContaining("offset");
      }
      assertThat(theirs[1023]).isZero();
      assertThat(theirs[2048]).isZero();
    }
  }

  @Property(tries = 500)
  void theJavaDecoderGivesWhatWasCompressed(
      @ForAll @IntRange(max = 70_000) int length,
      @ForAll @IntRange(min = 1, max = 200) int period,
      @ForAll @IntRange(max = 20) int noise,
      @ForAll boolean isHard,
      @ForAll long seed) {
    byte[] content = content(length, period, noise, new Random(seed));
    LZ4Factory factory = LZ4Factory.safeInstance();
    LZ4Compressor compressor = isHard ? factory.highCompressor() : factory.fastCompressor();
    byte[] block = compressor.compress(content);
    byte[] found = new byte[length];
    assertThat(Lz4BlockDecoder.decompress(block, 0, block.length, found, 0, length))
        .isEqualTo(length);
    assertThat(Arrays.equals(found, content)).isTrue();
    if (length > 0) {
      assertThat(Lz4BlockDecoder.decompress(block, 0, block.length, found, 0, length - 1))
          .isEqualTo(Lz4BlockDecoder.DAMAGED);
    }
  }

  @Test
  void aBlockThatEndsEarlyIsDamaged() {
    byte[] content = content(3000, 30, 5, new Random(1));
    byte[] block = Lz4.compressor().compress(content);
    byte[] found = new byte[3000];
    for (int length = 0; length < block.length; length++) {
      assertThat(Lz4BlockDecoder.decompress(block, 0, length, found, 0, 3000)).isNotEqualTo(3000);
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
    assertThat(output)
        .contains("native LZ4 does not load here")
        .contains("Cause: java.io.IOException")
        .contains("same pages: true");
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

  /** Repeats itself with a period, but for a percentage of noise. */
  private static byte[] content(int length, int period, int noise, Random random) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      boolean isNoise = i < period || random.nextInt(100) < noise;
      bytes[i] = isNoise ? (byte) random.nextInt() : bytes[i - period];
    }
    return bytes;
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
