package dev.seseragi.engine.ship;

import dev.seseragi.engine.fence.SlotVerdict.Identity;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.LtxTrailer;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads as little of a segment as tells whose it is: its header and its checksum. */
public final class SlotReader {
  private final Replica replica;

  /** Reads from one replica. */
  public SlotReader(Replica replica) {
    this.replica = replica;
  }

  /** What lies in a level-0 slot; empty if nothing does. */
  Optional<Identity> read(Txid slot) {
    String name = replica.nameOf(0, TxidRange.of(slot));
    return replica.store().stat(name).flatMap(object -> identity(name, object));
  }

  /**
   * The header and identity of a segment that a listing showed.
   *
   * @throws ObjectMissingException if it is gone by now
   */
  public Tail read(SegmentInfo segment) {
    String name = replica.nameOf(segment);
    LtxHeader header = header(name);
    long checksum = checksum(name, segment.sizeBytes());
    return new Tail(header, new Identity(header.nodeId(), segment.sizeBytes(), checksum));
  }

  /**
   * The end of a replica.
   *
   * @param header the header of its last segment
   * @param identity what proves that a ledger belongs to it
   */
  public record Tail(LtxHeader header, Identity identity) {}

  private Optional<Identity> identity(String name, ObjectInfo object) {
    try {
      long nodeId = header(name).nodeId();
      return Optional.of(
          new Identity(nodeId, object.sizeBytes(), checksum(name, object.sizeBytes())));
    } catch (ObjectMissingException goneMeanwhile) {
      return Optional.empty();
    }
  }

  private LtxHeader header(String name) {
    try (InputStream in = replica.store().read(name, 0, LtxHeader.BYTES);
        LtxDecoder decoder = new LtxDecoder(in, name)) {
      return decoder.header();
    } catch (IOException e) {
      throw new StoreException("cannot read the header of " + name, e);
    }
  }

  private long checksum(String name, long sizeBytes) {
    long offset = Math.max(0, sizeBytes - LtxTrailer.BYTES);
    try (InputStream in = replica.store().read(name, offset, LtxTrailer.BYTES)) {
      byte[] trailer = in.readNBytes(LtxTrailer.BYTES);
      return trailer.length < LtxTrailer.BYTES ? 0 : ByteBuffer.wrap(trailer).getLong(Long.BYTES);
    } catch (IOException e) {
      throw new StoreException("cannot read the end of " + name, e);
    }
  }
}
