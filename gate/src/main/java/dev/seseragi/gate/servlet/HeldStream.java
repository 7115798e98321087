package dev.seseragi.gate.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Keeps what is written until it is too much, flushed or closed; then the gate is asked, and it
 * goes on to the container.
 */
final class HeldStream extends ServletOutputStream {
  private static final int FIRST_BYTES = 1024;

  private final HeldResponse response;
  private byte[] kept = new byte[0];
  private int size;
  private boolean isUsed;

  /** A handler that writes by a listener: one write of its own is one of the container's. */
  private boolean isByListener;

  HeldStream(HeldResponse response) {
    this.response = response;
  }

  /** Forgets what is kept. */
  void drop() {
    size = 0;
  }

  void demandUnused() {
    if (isUsed) {
      throw new IllegalStateException("something was written already");
    }
  }

  /** Gives what is kept to the container. The gate has opened. */
  void release() throws IOException {
    if (size > 0) {
      int count = size;
      size = 0;
      response.target().write(kept, 0, count);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    isUsed = true;
    if (response.isOver()) {
      return;
    }
    if (length <= response.bufferBytes() - size && !isByListener && !response.isUngated()) {
      keep(bytes, offset, length);
      return;
    }
    response.pass();
    release();
    response.target().write(bytes, offset, length);
  }

  private void keep(byte[] bytes, int offset, int length) {
    int needed = size + length;
    if (needed > kept.length) {
      int larger = Math.max(Math.max(needed, FIRST_BYTES), 2 * kept.length);
      kept = Arrays.copyOf(kept, Math.min(larger, response.bufferBytes()));
    }
    System.arraycopy(bytes, offset, kept, size, length);
    size = needed;
  }

  @Override
  public void flush() throws IOException {
    if (!response.isOver()) {
      response.pass();
      release();
      response.target().flush();
    }
  }

  @Override
  public void close() throws IOException {
    if (!response.isOver()) {
      response.pass();
      release();
      response.target().close();
    }
  }

  @Override
  public boolean isReady() {
    try {
      return response.target().isReady();
    } catch (IOException e) {
      // The next write meets it again, and can throw it.
      return true;
    }
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    try {
      isByListener = true;
      response.target().setWriteListener(listener);
    } catch (IOException e) {
      listener.onError(e);
    }
  }
}
