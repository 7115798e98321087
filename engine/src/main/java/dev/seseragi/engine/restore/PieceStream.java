package dev.seseragi.engine.restore;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An object as one stream, of pieces that are read ahead. Not thread-safe. */
final class PieceStream extends InputStream {
  private final ReadAhead readAhead;
  private final Progress progress;
  private int left;
  private ReadAhead.@Nullable Piece piece;
  private InputStream bytes = InputStream.nullInputStream();

  /**
   * @param count how many of the next pieces are the object
   * @param progress is told of each
   */
  PieceStream(ReadAhead readAhead, int count, Progress progress) {
    this.readAhead = readAhead;
    this.progress = progress;
    this.left = count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      int read = bytes.read(into, offset, length);
      if (read > 0) {
        return read;
      }
      releasePiece();
      if (left == 0) {
        return -1;
      }
      left--;
      ReadAhead.Piece next = readAhead.next();
      piece = next;
      bytes = next.open();
      progress.add(next.extent().lengthBytes());
    }
  }

  /** Gives the memory back. Pieces that were not read stay with their {@link ReadAhead}. */
  @Override
  public void close() {
    releasePiece();
  }

  private void releasePiece() {
    bytes = InputStream.nullInputStream();
    if (piece != null) {
      piece.release();
      piece = null;
    }
  }
}
