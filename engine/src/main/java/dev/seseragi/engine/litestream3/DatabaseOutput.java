package dev.seseragi.engine.litestream3;

/** The database file that is written. Errors are the implementation's own, unchecked. */
public interface DatabaseOutput {
  /** Writes {@code length} bytes of an array at a place in the file. */
  void write(byte[] bytes, int offset, int length, long position);

  /** Cuts the file, or makes it longer by zeros. */
  void setSize(long bytes);
}
