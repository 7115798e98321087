package dev.seseragi.engine.batch;

import dev.seseragi.store.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bytes of an object before it is sent: in memory up to a bound, then in a temporary
 * file of a given folder. What was collected becomes a {@link Body} that can be sent any number of
 * times; {@link #close} removes it.
 */
public final class SpillingOutput extends OutputStream {
  private static final int INITIAL_BYTES = 4096;
  private static final int FILE_BUFFER_BYTES = 64 * 1024;

  private final int memoryBytes;
  private final Path folder;
  private byte[] buffer = new byte[INITIAL_BYTES];
  private int buffered;
  private @Nullable Path path;
  private @Nullable OutputStream file;
  private boolean isClosed;

  /**
   * An empty output.
   *
   * @param memoryBytes from how many bytes on a file is used
   * @param folder where the file goes; must exist by then
   */
  public SpillingOutput(int memoryBytes, Path folder) {
    this.memoryBytes = Math.max(memoryBytes, FILE_BUFFER_BYTES);
    this.folder = folder;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    makeRoom(length);
    if (length > buffer.length - buffered) {
      file().write(source, offset, length);
    } else {
      System.arraycopy(source, offset, buffer, buffered, length);
      buffered += length;
    }
  }

  /** What was written so far, as a body; nothing may be written afterwards. */
  public Body toBody() throws IOException {
    if (isClosed) {
      throw new IllegalStateException("the output was closed, and what was written is gone");
    }
    if (path == null) {
      return Body.of(buffered == buffer.length ? buffer : Arrays.copyOf(buffer, buffered));
    }
    flushToFile();
    file().close();
    file = null;
    return Body.of(path);
  }

  /** Removes the temporary file, if there is one. Bodies made from it can't be opened any more. */
  @Override
  public void close() throws IOException {
    isClosed = true;
    if (file != null) {
      file.close();
      file = null;
    }
    if (path != null) {
      Files.deleteIfExists(path);
      path = null;
    }
  }

  private void makeRoom(int length) throws IOException {
    if (length <= buffer.length - buffered) {
      return;
    }
    if (path == null && (long) buffered + length <= memoryBytes) {
      buffer = Arrays.copyOf(buffer, Math.min(memoryBytes, 2 * (buffered + length)));
    } else {
      flushToFile();
    }
  }

  private void flushToFile() throws IOException {
    file().write(buffer, 0, buffered);
    buffered = 0;
    if (buffer.length != FILE_BUFFER_BYTES) {
      buffer = new byte[FILE_BUFFER_BYTES];
    }
  }

  private OutputStream file() throws IOException {
    if (file == null) {
      path = Files.createTempFile(folder, "segment-", ".spool");
      file = Files.newOutputStream(path);
    }
    return file;
  }
}
