package dev.seseragi.engine.ledger;

import dev.seseragi.engine.wal.WalChecksum;
import dev.seseragi.engine.wal.WalPosition;
import dev.seseragi.engine.wal.WalSalts;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Which state of the database a ledger describes.
 *
 * @param txid the segment that brought the replica to this state
 * @param nodeId the id of the writer of that segment
 * @param fileChecksum the checksum of that segment: with {@code txid} and {@code nodeId} it proves
 *     that a replica is the one this ledger belongs to
 * @param pageSize the page size of the database
 * @param commitPages its size in pages
 * @param wal up to where in the WAL the replica has it; empty if the state was not read from a WAL
 */
public record LedgerState(
    Txid txid,
    long nodeId,
    long fileChecksum,
    PageSize pageSize,
    int commitPages,
    Optional<WalPosition> wal) {

  static final int BYTES = 56;

  /** The same state, with another place in the WAL. */
  public LedgerState at(Optional<WalPosition> position) {
    return new LedgerState(txid, nodeId, fileChecksum, pageSize, commitPages, position);
  }

  void write(ByteBuffer target) {
    target.order(ByteOrder.BIG_ENDIAN);
    target.putLong(txid.value()).putLong(nodeId).putLong(fileChecksum);
    target.putInt(pageSize.bytes()).putInt(commitPages);
    WalPosition position = wal.orElse(new WalPosition(new WalSalts(0, 0), -1, WalChecksum.ZERO));
    target.putInt(position.salts().salt1()).putInt(position.salts().salt2());
    target.putInt(position.frame());
    target.putInt(position.checksum().sum1()).putInt(position.checksum().sum2());
    target.putInt(0);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if a field is out of its range
   */
  static LedgerState read(ByteBuffer source) {
    source.order(ByteOrder.BIG_ENDIAN);
    Txid txid = new Txid(source.getLong());
    long nodeId = source.getLong();
    long fileChecksum = source.getLong();
    PageSize pageSize = new PageSize(source.getInt());
    int commitPages = source.getInt();
    WalSalts salts = new WalSalts(source.getInt(), source.getInt());
    int frame = source.getInt();
    WalChecksum checksum = new WalChecksum(source.getInt(), source.getInt());
    source.getInt();
    if (commitPages < 0) {
      throw new IllegalArgumentException("a database has 0 pages or more, found " + commitPages);
    }
    Optional<WalPosition> wal =
        frame < 0 ? Optional.empty() : Optional.of(new WalPosition(salts, frame, checksum));
    return new LedgerState(txid, nodeId, fileChecksum, pageSize, commitPages, wal);
  }
}
