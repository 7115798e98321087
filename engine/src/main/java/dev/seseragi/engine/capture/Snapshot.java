package dev.seseragi.engine.capture;

import dev.seseragi.engine.batch.Batch;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The whole database exactly as the replica has it at a position. A pin of its own keeps it
 * readable until it is closed; as long, the WAL can't restart. One thread at a time.
 */
public final class Snapshot implements AutoCloseable {
  private final Txid position;
  private final SqliteHandle pin;
  private final WholeScan.Sources sources;
  private final Boundary boundary;
  private @Nullable WholeScan scan;

  /**
   * A snapshot of what was committed up to a boundary.
   *
   * @param pin reads since before the boundary was read; closed by this object
   * @param sources used by nobody else
   */
  Snapshot(Txid position, SqliteHandle pin, WholeScan.Sources sources, Boundary boundary) {
    this.position = position;
    this.pin = pin;
    this.sources = sources;
    this.boundary = boundary;
  }

  /** Which position of the replica this is. */
  public Txid position() {
    return position;
  }

  /** The size of the pages. */
  public PageSize pageSize() throws IOException {
    return scan().pageSize();
  }

  /** The size of the database in pages. */
  public int commitPages() throws IOException {
    return scan().commitPages();
  }

  /**
   * Gives out pages 1 … commit in ascending order, without the lock page.
   *
   * @throws IOException also if the WAL was restarted before the pin could prevent it: take another
   *     snapshot
   */
  public void forEachPage(Batch.PageConsumer consumer) throws IOException {
    scan().forEachPage(consumer);
  }

  @Override
  public void close() throws IOException {
    try {
      pin.close();
    } catch (SQLException e) {
      throw new IOException("cannot close a snapshot's connection", e);
    } finally {
      sources.wal().close();
    }
  }

  private WholeScan scan() throws IOException {
    if (scan == null) {
      scan = WholeScan.prepare(sources, boundary);
    }
    return scan;
  }
}
