package dev.seseragi.engine.fence;

import dev.seseragi.engine.fence.SlotVerdict.Identity;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.LtxTrailer;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Fills the slots of a replica, and finds out whose a filled one is. Safe for many threads. */
public final class Slots {
  /** Up to here one request for all is cheaper than two for both ends. */
  private static final long SMALL_BYTES = 16 * 1024;

  private final Replica replica;

  /** Reads from one replica. */
  public Slots(Replica replica) {
    this.replica = replica;
  }

  /**
   * What is put into a slot: the same bytes at each try (docs/fencing.md, step 8).
   *
   * @param identity of the segment that the body holds
   */
  public record Offer(Txid slot, Body body, Instant timestamp, Identity identity) {}

  /**
   * Offers a segment for its slot once.
   *
   * @param doubts is told why the store's answer left open what happened, where it did
   * @throws StoreException if it was certainly not applied, or the slot cannot be read back
   */
  public SlotVerdict offer(Offer offer, Consumer<StoreException> doubts) {
    TxidRange range = TxidRange.of(offer.slot());
    return switch (replica.create(0, range, offer.body(), offer.timestamp())) {
      case PutOutcome.Created() -> new SlotVerdict.Mine();
      // Even "taken" can be an earlier try of ours that the client library repeated by itself.
      case PutOutcome.Taken() -> SlotVerdict.of(offer.identity(), read(offer.slot()));
      case PutOutcome.Unknown(StoreException cause) -> {
        doubts.accept(cause);
        yield SlotVerdict.of(offer.identity(), read(offer.slot()));
      }
    };
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
    if (segment.sizeBytes() <= SMALL_BYTES) {
      return readWhole(name, segment.sizeBytes());
    }
    LtxHeader header = header(name);
    long checksum = checksum(name, segment.sizeBytes());
    return new Tail(header, new Identity(header.nodeId(), segment.sizeBytes(), checksum));
  }

  private Tail readWhole(String name, long sizeBytes) {
    try (InputStream in = replica.store().read(name, 0, sizeBytes)) {
      byte[] bytes = in.readNBytes((int) sizeBytes);
      try (LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(bytes), name)) {
        LtxHeader header = decoder.header();
        long checksum = ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
        return new Tail(header, new Identity(header.nodeId(), bytes.length, checksum));
      }
    } catch (IOException e) {
      throw new StoreException("cannot read " + name, e);
    }
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
