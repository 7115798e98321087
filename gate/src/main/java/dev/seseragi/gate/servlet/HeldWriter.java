package dev.seseragi.gate.servlet;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/** Characters for a {@link HeldStream}; keeps nothing back itself, so that a reset finds all. */
final class HeldWriter extends Writer {
  private final HeldStream stream;
  private final OutputStreamWriter encoder;

  HeldWriter(HeldStream stream, Charset charset) {
    this.stream = stream;
    this.encoder = new OutputStreamWriter(new WithoutFlush(stream), charset);
  }

  /** What the encoder flushes is not what the handler flushes. */
  private static final class WithoutFlush extends FilterOutputStream {
    WithoutFlush(OutputStream target) {
      super(target);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() {}
  }

  @Override
  public void write(char[] chars, int offset, int length) throws IOException {
    encoder.write(chars, offset, length);
    encoder.flush();
  }

  @Override
  public void flush() throws IOException {
    stream.flush();
  }

  @Override
  public void close() throws IOException {
    encoder.flush();
    stream.close();
  }
}
