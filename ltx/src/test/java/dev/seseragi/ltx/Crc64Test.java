package dev.seseragi.ltx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class Crc64Test {
  @Test
  void theCheckValueIsThatOfCrc64Iso() {
    assertThat(crc("123456789".getBytes(US_ASCII))).isEqualTo(0xb90956c775a41001L);
  }

  @Test
  void nothingHasTheCrcZero() {
    assertThat(new Crc64().value()).isZero();
  }

  @Property(tries = 300)
  void everyLengthAndOffsetAgreesWithOneBitAtATime(
      @ForAll @IntRange(max = 700) int length,
      @ForAll @IntRange(max = 9) int offset,
      @ForAll long seed) {
    byte[] bytes = random(seed, offset + length);
    Crc64 crc = new Crc64();
    crc.update(bytes, offset, length);
    assertThat(crc.value()).isEqualTo(bitByBit(bytes, offset, length));
  }

  @Property(tries = 200)
  void partsGoneThroughOneByOneGiveTheSameAsTheWhole(
      @ForAll @IntRange(max = 5000) int length,
      @ForAll @IntRange(min = 1, max = 900) int step,
      @ForAll long seed) {
    byte[] bytes = random(seed, length);
    Crc64 crc = new Crc64();
    for (int at = 0; at < length; at += step) {
      crc.update(bytes, at, Math.min(step, length - at));
    }
    assertThat(crc.value()).isEqualTo(crc(bytes));
  }

  @Property(tries = 200)
  void combiningTwoPartsGivesTheCrcOfTheWhole(
      @ForAll @IntRange(max = 300) int lengthA,
      @ForAll @IntRange(max = 5000) int lengthB,
      @ForAll long seed) {
    byte[] bytes = random(seed, lengthA + lengthB);
    Crc64 a = new Crc64();
    a.update(bytes, 0, lengthA);
    Crc64 b = new Crc64();
    b.update(bytes, lengthA, lengthB);
    assertThat(Crc64.combine(a.value(), b.value(), lengthB)).isEqualTo(crc(bytes));
  }

  @Test
  void combiningWithAPartOfManyTerabytesIsQuick() {
    long crc = crc(new byte[] {1});
    long half = Crc64.combine(crc, 0, 1L << 50);
    assertThat(Crc64.combine(half, 0, 1L << 50)).isEqualTo(Crc64.combine(crc, 0, 1L << 51));
  }

  @Test
  void aNegativeLengthIsRefused() {
    assertThatThrownBy(() -> Crc64.combine(1, 2, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void aRangeOutsideTheArrayIsRefused() {
    assertThatThrownBy(() -> new Crc64().update(new byte[8], 4, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static long crc(byte[] bytes) {
    Crc64 crc = new Crc64();
    crc.update(bytes, 0, bytes.length);
    return crc.value();
  }

  private static long bitByBit(byte[] bytes, int offset, int length) {
    long crc = -1;
    for (int i = offset; i < offset + length; i++) {
      crc ^= bytes[i] & 0xff;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xd800_0000_0000_0000L;
      }
    }
    return ~crc;
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
