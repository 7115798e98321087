package dev.seseragi.testkit.wire;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/** Lets so many bytes a second through, or so many in all. For one thread. */
final class PacedOutput extends FilterOutputStream {
  /** Thrown when the bytes that were allowed are through. */
  static final class CutException extends IOException {
    private static final long serialVersionUID = 1L;

    CutException() {
      super("cut here");
    }
  }

  private static final int SLICES_PER_SECOND = 20;

  private final long bytesPerSecond;
  private long leftBytes;

  private PacedOutput(OutputStream out, long bytesPerSecond, long leftBytes) {
    super(out);
    this.bytesPerSecond = bytesPerSecond;
    this.leftBytes = leftBytes;
  }

  /** 0 for no limit. */
  static PacedOutput slow(OutputStream out, long bytesPerSecond) {
    return new PacedOutput(out, bytesPerSecond, Long.MAX_VALUE);
  }

  static PacedOutput cut(OutputStream out, long bytes) {
    return new PacedOutput(out, 0, bytes);
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int slice =
        bytesPerSecond == 0
            ? length
            : Math.clamp(bytesPerSecond / SLICES_PER_SECOND, 1, Math.max(1, length));
    for (int at = 0; at < length; at += slice) {
      int count = (int) Math.min(leftBytes, Math.min(slice, length - at));
      out.write(bytes, offset + at, count);
      leftBytes -= count;
      if (leftBytes == 0) {
        out.flush();
        throw new CutException();
      }
      if (bytesPerSecond > 0) {
        out.flush();
        pass(Duration.ofNanos(count * 1_000_000_000L / bytesPerSecond));
      }
    }
  }

  static void pass(Duration duration) throws IOException {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the proxy was closed");
    }
  }
}
