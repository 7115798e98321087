package dev.seseragi.engine.capture;

import dev.seseragi.engine.batch.Batch;
import dev.seseragi.engine.batch.PageMap;
import dev.seseragi.engine.wal.WalChecksum;
import dev.seseragi.engine.wal.WalFrame;
import dev.seseragi.engine.wal.WalHeader;
import dev.seseragi.engine.wal.WalPosition;
import dev.seseragi.ltx.PageSize;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads every page of the database as of a boundary, under a pin that was there before the boundary
 * was read (rule 13).
 *
 * <p>A checkpoint can meanwhile only touch pages that are among the WAL's frames up to the
 * boundary; those are read from the WAL, all others from the database file.
 */
final class WholeScan {
  private static final int READ_BYTES = 256 * 1024;

  private final DatabaseFile database;
  private final WalFile wal;
  private final Boundary boundary;
  private final PageSize pageSize;
  private final PageMap frames;
  private final int commitPages;
  private final Optional<WalPosition> end;
  private final BooleanSupplier isCancelled;

  private WholeScan(
      Sources sources, Boundary boundary, PageSize pageSize, PageMap frames, Ending ending) {
    this.database = sources.database;
    this.wal = sources.wal;
    this.isCancelled = sources.isCancelled;
    this.boundary = boundary;
    this.pageSize = pageSize;
    this.frames = frames;
    this.commitPages = ending.commitPages;
    this.end = ending.position;
  }

  /**
   * Where pages come from.
   *
   * @param isCancelled asked now and then; true ends the scan with a {@link ScanCancelledException}
   */
  record Sources(DatabaseFile database, WalFile wal, BooleanSupplier isCancelled) {}

  /** The WAL was restarted under the scan: what was read belongs to no single moment. */
  static final class WalMovedException extends IOException {
    private static final long serialVersionUID = 1L;

    WalMovedException() {
      super("the WAL was restarted while the whole database was read");
    }
  }

  /** Somebody asked the scan to end early. */
  static final class ScanCancelledException extends IOException {
    private static final long serialVersionUID = 1L;

    ScanCancelledException() {
      super("reading the whole database was cut short");
    }
  }

  private record Ending(int commitPages, Optional<WalPosition> position) {}

  /** Finds out which pages are in the WAL, verifying every frame up to the boundary. */
  static WholeScan prepare(Sources sources, Boundary boundary) throws IOException {
    PageMap frames = new PageMap();
    if (boundary.frames() == 0 || boundary.header().isEmpty()) {
      PageSize pageSize = sources.database.header().pageSize();
      int pages = Math.toIntExact(sources.database.sizeBytes() / pageSize.bytes());
      Optional<WalPosition> start = boundary.header().map(WalHeader::start);
      return new WholeScan(sources, boundary, pageSize, frames, new Ending(pages, start));
    }
    WalHeader header = boundary.header().get();
    WalPosition position = header.start();
    WalChecksum checksum = position.checksum();
    byte[] frame = new byte[header.frameBytes()];
    int commitPages = 0;
    for (int number = 1; number <= boundary.frames(); number++) {
      if (!sources.wal.read(header.offsetOf(number), frame, frame.length)
          || !WalFrame.hasSalts(frame, 0, header.salts())) {
        throw new WalMovedException();
      }
      checksum = WalFrame.checksumAfter(checksum, frame, 0, header);
      if (!WalFrame.hasChecksum(frame, 0, checksum)) {
        throw new WalMovedException();
      }
      frames.put(WalFrame.pageNumber(frame, 0), number);
      commitPages = WalFrame.commitPages(frame, 0);
      if (number % 256 == 0 && sources.isCancelled.getAsBoolean()) {
        throw new ScanCancelledException();
      }
    }
    WalPosition end = new WalPosition(header.salts(), boundary.frames(), checksum);
    frames.removeAbove(commitPages);
    return new WholeScan(
        sources, boundary, header.pageSize(), frames, new Ending(commitPages, Optional.of(end)));
  }

  PageSize pageSize() {
    return pageSize;
  }

  int commitPages() {
    return commitPages;
  }

  /** Whether a page's version at the boundary stands in the WAL. */
  boolean isInWal(int number) {
    return frames.get(number) != PageMap.ABSENT;
  }

  /** The boundary as a position; empty if the WAL has no header. */
  Optional<WalPosition> end() {
    return end;
  }

  /**
   * Gives out pages 1 … commit in ascending order, without the lock page.
   *
   * @throws WalMovedException if the WAL was restarted meanwhile: begin again
   */
  void forEachPage(Batch.PageConsumer consumer) throws IOException {
    byte[] buffer = new byte[Math.max(READ_BYTES, pageSize.bytes())];
    byte[] page = new byte[pageSize.bytes()];
    byte[] frame = new byte[WalFrame.HEADER_BYTES + pageSize.bytes()];
    int perRead = buffer.length / pageSize.bytes();
    for (int first = 1; first <= commitPages; first += perRead) {
      if (isCancelled.getAsBoolean()) {
        throw new ScanCancelledException();
      }
      int count = Math.min(perRead, commitPages - first + 1);
      int read = database.read(pageSize.offsetOf(first), buffer, 0, count * pageSize.bytes());
      Arrays.fill(buffer, read, count * pageSize.bytes(), (byte) 0);
      for (int number = first; number < first + count; number++) {
        if (number != pageSize.lockPage()) {
          if (!readFromWal(number, frame, page)) {
            System.arraycopy(buffer, (number - first) * pageSize.bytes(), page, 0, page.length);
          }
          consumer.accept(number, page);
        }
      }
    }
    checkGeneration();
  }

  /**
   * Gives out some pages, none of them the lock page.
   *
   * @param numbers ascending, each at most {@link #commitPages}
   * @throws WalMovedException if the WAL was restarted meanwhile: begin again
   */
  void forEachPage(int[] numbers, Batch.PageConsumer consumer) throws IOException {
    byte[] page = new byte[pageSize.bytes()];
    byte[] frame = new byte[WalFrame.HEADER_BYTES + pageSize.bytes()];
    for (int number : numbers) {
      if (!readFromWal(number, frame, page)) {
        int read = database.read(pageSize.offsetOf(number), page, 0, page.length);
        Arrays.fill(page, read, page.length, (byte) 0);
      }
      consumer.accept(number, page);
    }
    checkGeneration();
  }

  private boolean readFromWal(int number, byte[] frame, byte[] page) throws IOException {
    int at = frames.get(number);
    if (at == PageMap.ABSENT) {
      return false;
    }
    WalHeader header = boundary.header().orElseThrow();
    if (!wal.read(header.offsetOf(at), frame, frame.length)
        || !WalFrame.hasSalts(frame, 0, header.salts())
        || WalFrame.pageNumber(frame, 0) != number) {
      throw new WalMovedException();
    }
    System.arraycopy(frame, WalFrame.HEADER_BYTES, page, 0, page.length);
    return true;
  }

  private void checkGeneration() throws IOException {
    boolean isSame =
        wal.header().map(WalHeader::salts).equals(boundary.header().map(WalHeader::salts));
    if (boundary.frames() > 0 && !isSame) {
      throw new WalMovedException();
    }
  }
}
