package dev.seseragi.engine.capture;

import dev.seseragi.engine.wal.WalChecksum;
import dev.seseragi.engine.wal.WalFrame;
import dev.seseragi.engine.wal.WalHeader;
import dev.seseragi.engine.wal.WalPosition;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed frames behind a position, checks that they carry on the WAL's checksum, and
 * puts them into the pending batch (rules 4 and 5). One thread.
 */
final class FrameCapture implements AutoCloseable {
  private static final int CHUNK_BYTES = 256 * 1024;

  private final WalFile wal;
  private final LongAdder count;

  private PendingBatch pending;
  private WalPosition position;
  private @Nullable WalHeader header;
  private byte[] chunk = new byte[0];

  /**
   * Begins behind a position.
   *
   * @param pending takes what is captured from now on
   * @param count of the frames that were captured, ever
   */
  FrameCapture(WalFile wal, WalPosition position, PendingBatch pending, LongAdder count) {
    this.wal = wal;
    this.position = position;
    this.pending = pending;
    this.count = count;
  }

  WalPosition position() {
    return position;
  }

  /** The header of the generation that the position lies in. */
  WalHeader header() {
    return Objects.requireNonNull(header, "nothing was captured yet");
  }

  PendingBatch pending() {
    return pending;
  }

  /** From now on captures into {@code next}; gives back what was pending so far. */
  PendingBatch swapPending(PendingBatch next) {
    PendingBatch full = pending;
    pending = next;
    return full;
  }

  /** Whether the WAL was restarted since the last capture. */
  boolean isNewGeneration(Boundary boundary) {
    return boundary.header().isPresent()
        && !boundary.header().get().salts().equals(position.salts());
  }

  @Override
  public void close() throws IOException {
    pending.discard();
    wal.close();
  }

  /**
   * Captures from the position up to the boundary (rule 4).
   *
   * @return how many frames that were
   * @throws ContinuityException if they do not follow from the position
   */
  int upTo(Boundary boundary) throws IOException {
    if (boundary.header().isEmpty() || boundary.frames() == 0) {
      return 0;
    }
    WalHeader now = boundary.header().get();
    boolean isNew = !now.salts().equals(position.salts());
    if (isNew || position.frame() == 0) {
      startGeneration(now, isNew);
    }
    header = now;
    if (boundary.frames() < position.frame()) {
      throw new ContinuityException("the WAL became shorter under the pin");
    }
    int frames = boundary.frames() - position.frame();
    if (frames > 0) {
      readFrames(now, boundary.frames());
    }
    return frames;
  }

  private void startGeneration(WalHeader now, boolean isNew) throws ContinuityException {
    if (!now.pageSize().equals(pending.pageSize())) {
      throw new ContinuityException("the page size changed");
    }
    if (isNew) {
      pending.startGeneration();
    }
    // Even with the same salts: at frame 0 the chain begins with the header as it is now (rule 4).
    position = now.start();
  }

  private void readFrames(WalHeader header, int lastFrame) throws IOException {
    int frameBytes = header.frameBytes();
    int perChunk = Math.max(1, CHUNK_BYTES / frameBytes);
    int first = position.frame() + 1;
    makeRoom(Math.min(perChunk, lastFrame - first + 1) * frameBytes, perChunk * frameBytes);
    WalChecksum checksum = position.checksum();
    int committed = 0;
    for (int next = first; next <= lastFrame; next += perChunk) {
      int count = Math.min(perChunk, lastFrame - next + 1);
      if (!wal.read(header.offsetOf(next), chunk, count * frameBytes)) {
        throw new ContinuityException("the WAL ends before its last commit");
      }
      for (int i = 0; i < count; i++) {
        checksum = captureFrame(header, i * frameBytes, checksum);
        committed = WalFrame.commitPages(chunk, i * frameBytes);
      }
    }
    if (committed == 0) {
      throw new ContinuityException("the last frame of the WAL is not a commit");
    }
    count.add(lastFrame - first + 1L);
    position = new WalPosition(header.salts(), lastFrame, checksum);
    pending.reached(position);
  }

  /** A database with small commits needs little of it, and there may be hundreds of databases. */
  private void makeRoom(int bytes, int mostBytes) {
    if (chunk.length < bytes) {
      chunk = new byte[Math.min(mostBytes, 2 * bytes)];
    }
  }

  private WalChecksum captureFrame(WalHeader header, int at, WalChecksum before)
      throws IOException {
    WalChecksum after = WalFrame.checksumAfter(before, chunk, at, header);
    if (!WalFrame.hasSalts(chunk, at, header.salts()) || !WalFrame.hasChecksum(chunk, at, after)) {
      throw new ContinuityException("a committed frame does not carry on the WAL's checksum");
    }
    pending.put(WalFrame.pageNumber(chunk, at), chunk, at + WalFrame.HEADER_BYTES);
    int commitPages = WalFrame.commitPages(chunk, at);
    if (commitPages != 0) {
      pending.commit(commitPages);
    }
    return after;
  }
}
