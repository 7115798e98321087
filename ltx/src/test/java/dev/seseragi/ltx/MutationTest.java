package dev.seseragi.ltx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damages segments in every way there is. A damaged one may come to its end only where it means
 * exactly the same, pages and all: LZ4 has several forms for one content.
 */
@Timeout(60)
final class MutationTest {
  /** A small segment, and how it is read. */
  static final class Sample {
    private final String name;
    private final byte[] bytes;
    private final Segment original;

    Sample(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
      this.original = Segment.decode(bytes);
    }

    @Override
    public String toString() {
      return name + ", " + bytes.length + " bytes";
    }
  }

  static Stream<Sample> samples() {
    PageSize small = new PageSize(512);
    return Stream.of(PageFormat.values())
        .flatMap(format ->
            Stream.of(
                new Sample(
                    format + " snapshot",
                    Segment.encode(
                        SamplePages.snapshot(small, 4), format, SamplePages.all(small, 4, 3))),
                new Sample(
                    format + " delta",
                    Segment.encode(
                        SamplePages.delta(small, 40), format, SamplePages.all(small, 3, 11))),
                new Sample(
                    format + " fence",
                    Segment.encode(
                        SamplePages.delta(small, 40), format, SamplePages.all(small, 0, 0)))));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void noFlippedBitGoesThrough(Sample sample) {
    for (int i = 0; i < sample.bytes.length; i++) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] damaged = sample.bytes.clone();
        damaged[i] ^= (byte) (1 << bit);
        check(sample, damaged, "bit " + bit + " of byte " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void noOverwrittenByteGoesThrough(Sample sample) {
    for (int i = 0; i < sample.bytes.length; i++) {
      for (int value : new int[] {0x00, 0xff, 0x80}) {
        byte[] damaged = sample.bytes.clone();
        damaged[i] = (byte) value;
        check(sample, damaged, "byte " + i + " = " + value);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void noSegmentThatIsCutGoesThrough(Sample sample) {
    for (int length = 0; length < sample.bytes.length; length++) {
      byte[] damaged = Arrays.copyOf(sample.bytes, length);
      assertThat(outcome(damaged)).as("cut to %d", length).isInstanceOf(LtxException.class);
      checkIndex(sample, damaged, "cut to " + length);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void noHoleInsertionOrRepetitionGoesThrough(Sample sample) {
    for (int at = 0; at <= sample.bytes.length; at++) {
      for (int length : new int[] {1, 6, 10, 100}) {
        int end = Math.min(sample.bytes.length, at + length);
        byte[] part = Arrays.copyOfRange(sample.bytes, at, end);
        if (part.length > 0) {
          check(sample, join(sample.bytes, at, new byte[0], end), "hole " + at + "-" + end);
          check(sample, join(sample.bytes, end, part, end), "twice " + at + "-" + end);
        }
        check(sample, join(sample.bytes, at, new byte[length], at), "zeros at " + at);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void noSpliceWithAnotherSegmentGoesThrough(Sample sample) {
    Sample[] others = samples().toArray(Sample[]::new);
    Random random = new Random(20_261_121);
    for (int i = 0; i < 2000; i++) {
      byte[] other = others[random.nextInt(others.length)].bytes;
      int from = random.nextInt(other.length);
      byte[] part = Arrays.copyOfRange(other, from, from + 1 + random.nextInt(other.length - from));
      int at = random.nextInt(sample.bytes.length);
      int end = at + random.nextInt(sample.bytes.length - at + 1);
      check(sample, join(sample.bytes, at, part, end), "splice " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void noNoiseGoesThrough(Sample sample) {
    Random random = new Random(42);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = sample.bytes.clone();
      byte[] noise = new byte[1 + random.nextInt(40)];
      random.nextBytes(noise);
      int at = random.nextInt(damaged.length);
      System.arraycopy(noise, 0, damaged, at, Math.min(noise.length, damaged.length - at));
      check(sample, damaged, "noise " + i);
    }
  }

  private static void check(Sample sample, byte[] damaged, String what) {
    if (Arrays.equals(damaged, sample.bytes)) {
      return;
    }
    if (outcome(damaged) instanceof Segment segment) {
      assertThat(segment).as(what).isEqualTo(sample.original);
    }
    checkIndex(sample, damaged, what);
  }

  /** Reads the segment in parts, with the header as it was. */
  private static void checkIndex(Sample sample, byte[] damaged, String what) {
    try {
      PageIndex index =
          PageIndex.read(
              "test.ltx", sample.original.header(), damaged.length, Segment.ranges(damaged));
      assertThat(Slices.readAll(damaged, index, 2)).as(what).isEqualTo(sample.original.pages());
    } catch (LtxException e) {
      assertThat(e.offsetBytes()).as(what).isBetween(0L, (long) damaged.length);
    } catch (IOException e) {
      fail(what, e);
    }
  }

  /** The segment, or the damage; anything else that is thrown fails the test. */
  private static Object outcome(byte[] bytes) {
    try {
      return Segment.decode(bytes);
    } catch (LtxException e) {
      assertThat(e.offsetBytes()).isBetween(0L, (long) bytes.length);
      assertThat(e.segment()).isEqualTo("test.ltx");
      return e;
    }
  }

  private static byte[] join(byte[] bytes, int headEnd, byte[] middle, int tailStart) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(bytes, 0, headEnd);
    joined.writeBytes(middle);
    joined.write(bytes, tailStart, bytes.length - tailStart);
    return joined.toByteArray();
  }
}
