package dev.seseragi.engine.litestream3;

import dev.seseragi.engine.wal.WalChecksum;
import dev.seseragi.engine.wal.WalFrame;
import dev.seseragi.engine.wal.WalHeader;
import dev.seseragi.ltx.PageSize;
import org.jspecify.annotations.Nullable;

/**
 * Applies one WAL to a database file as SQLite's checkpoint does: every page of every committed
 * frame, the newest last, and the size of the last commit (sqlite.org, fileformat2.html §4.3).
 *
 * <p>SQLite takes the first frame that does not verify for the end of the WAL. Litestream shipped
 * no bytes from behind the end, so here such a frame is damage.
 */
final class WalReplay {
  private final DatabaseOutput output;
  private final PageSize pageSize;
  private final long frameLimit;
  private final byte[] frame;

  /** How many bytes of {@link #frame} are there. */
  private int filled;

  private long positionBytes;
  private @Nullable WalHeader header;
  private WalChecksum checksum = WalChecksum.ZERO;
  private long frames;
  private long committedFrames;
  private int committedPages;

  /**
   * @param pageSize of the database
   * @param frameLimit how many frames are applied; later ones are verified only
   */
  WalReplay(DatabaseOutput output, PageSize pageSize, long frameLimit) {
    this.output = output;
    this.pageSize = pageSize;
    this.frameLimit = frameLimit;
    this.frame = new byte[WalFrame.HEADER_BYTES + pageSize.bytes()];
  }

  /** Applies the next part of the WAL. */
  void apply(String name, Lz4Object part) {
    while (true) {
      int wanted = header == null ? WalHeader.BYTES : frame.length;
      int read = part.read(frame, filled, wanted - filled);
      filled += read;
      positionBytes += read;
      if (filled < wanted) {
        return;
      }
      if (header == null) {
        readHeader(name);
      } else {
        readFrame(name, header);
      }
      filled = 0;
    }
  }

  private void readHeader(String name) {
    WalHeader found =
        WalHeader.parse(frame)
            .orElseThrow(
                () -> new Litestream3Exception(name, "it does not begin with a WAL header", null));
    if (!found.pageSize().equals(pageSize)) {
      throw new Litestream3Exception(
          name,
          "its pages have %,d bytes, those of the snapshot %,d"
              .formatted(found.pageSize().bytes(), pageSize.bytes()),
          null);
    }
    header = found;
    checksum = found.checksum();
  }

  private void readFrame(String name, WalHeader header) {
    frames++;
    checksum = WalFrame.checksumAfter(checksum, frame, 0, header);
    int page = WalFrame.pageNumber(frame, 0);
    if (!WalFrame.hasSalts(frame, 0, header.salts())
        || !WalFrame.hasChecksum(frame, 0, checksum)
        || page < 1) {
      throw new Litestream3Exception(
          name,
          "WAL frame %,d, at byte %,d of the WAL, fails its checksum"
              .formatted(frames, positionBytes - this.frame.length),
          null);
    }
    if (frames <= frameLimit) {
      output.write(frame, WalFrame.HEADER_BYTES, pageSize.bytes(), pageSize.offsetOf(page));
    }
    int commitPages = WalFrame.commitPages(frame, 0);
    if (commitPages != 0) {
      committedFrames = frames;
      committedPages = commitPages;
    }
  }

  /** Ends the WAL: the database gets the size of the last commit, if there is one. */
  void end(String name) {
    if (filled > 0) {
      throw new Litestream3Exception(
          name, "it ends in the middle of WAL frame %,d".formatted(frames + 1), null);
    }
    if (committedFrames > 0) {
      output.setSize(pageSize.bytesOf(committedPages));
    }
  }

  /** How many bytes of the WAL there were. */
  long positionBytes() {
    return positionBytes;
  }

  /** How many frames there were. */
  long frames() {
    return frames;
  }

  /** How many frames there were up to the last that ends a commit. */
  long committedFrames() {
    return committedFrames;
  }

  /** The size of the database after the last commit, in pages; 0 if there was none. */
  int committedPages() {
    return committedPages;
  }
}
