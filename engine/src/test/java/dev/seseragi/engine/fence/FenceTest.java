package dev.seseragi.engine.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.engine.fence.SlotVerdict.Identity;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.OfferNote;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The decisions on which it rests that two writers never overwrite each other. */
final class FenceTest {
  private static final Identity OFFERED = new Identity(5, 1000, 77);

  private static Optional<LedgerState> ledger(long txid, long nodeId, long checksum) {
    return Optional.of(
        new LedgerState(new Txid(txid), nodeId, checksum, new PageSize(4096), 3, Optional.empty()));
  }

  /** A segment that ends at a position. */
  private static Slots.Tail segment(long txid, long nodeId, long checksum) {
    return segment(txid, nodeId, checksum, 5000);
  }

  private static Slots.Tail fence(long txid, long nodeId) {
    return segment(txid, nodeId, 100 + nodeId, 131);
  }

  private static Slots.Tail segment(long txid, long nodeId, long checksum, long sizeBytes) {
    LtxHeader header =
        LtxHeader.of(
            new PageSize(4096),
            3,
            TxidRange.of(new Txid(txid)),
            Instant.EPOCH,
            WalRange.NONE,
            nodeId);
    return new Slots.Tail(header, new Identity(nodeId, sizeBytes, checksum));
  }

  /** What the newest segments, the tail first, say of a database that offered 5 last. */
  private static Descent descent(Optional<LedgerState> known, Slots.Tail... end) {
    return Descent.of(known, Optional.of(new OfferNote.Offered(new Txid(5), 5, 1)), List.of(end));
  }

  @Test
  void aSlotIsMineOnlyIfWriterLengthAndChecksumAgree() {
    assertThat(SlotVerdict.of(OFFERED, Optional.of(OFFERED))).isEqualTo(new SlotVerdict.Mine());
    assertThat(SlotVerdict.of(OFFERED, Optional.of(new Identity(5, 1000, 78))))
        .isEqualTo(new SlotVerdict.Another(5));
    assertThat(SlotVerdict.of(OFFERED, Optional.of(new Identity(6, 1000, 77))))
        .isEqualTo(new SlotVerdict.Another(6));
    assertThat(SlotVerdict.of(OFFERED, Optional.empty())).isEqualTo(new SlotVerdict.Absent());
  }

  @Test
  void aDatabaseGoesOnOnlyWhereItsLedgerProvesTheTail() {
    assertThat(descent(ledger(4, 5, 9), segment(4, 5, 9))).isEqualTo(new Descent.From(0));
    assertThat(descent(ledger(4, 5, 9), segment(5, 5, 1))).isEqualTo(new Descent.From(1));
    for (Slots.Tail foreign :
        List.of(
            segment(5, 6, 1),
            segment(5, 5, 2),
            segment(6, 5, 1),
            segment(4, 5, 8),
            segment(3, 5, 8))) {
      assertThat(descent(ledger(4, 5, 9), foreign)).isEqualTo(new Descent.Foreign());
    }
  }

  @Test
  void fencesOfStartsThatNeverShippedDoNotSeparateADatabaseFromItsTail() {
    assertThat(descent(ledger(4, 5, 9), fence(5, 6))).isEqualTo(new Descent.Further());
    assertThat(descent(ledger(4, 5, 9), fence(5, 6), segment(4, 5, 9)))
        .isEqualTo(new Descent.From(1));
    assertThat(descent(ledger(4, 5, 9), fence(7, 8), fence(6, 7), segment(5, 5, 1)))
        .isEqualTo(new Descent.From(3));
    assertThat(descent(ledger(4, 5, 9), fence(6, 7), segment(5, 6, 1)))
        .isEqualTo(new Descent.Foreign());
  }

  @Test
  void whatWasNeverOfferedIsNotOnesOwnWhoeverWroteIt() {
    Optional<LedgerState> restored = ledger(4, 5, 9);
    assertThat(Descent.of(restored, Optional.empty(), List.of(segment(5, 5, 1))))
        .isEqualTo(new Descent.Foreign());
  }

  @Test
  void whereNothingIsKnownItIsForOthersToFindOut() {
    assertThat(descent(Optional.empty(), segment(4, 5, 9))).isEqualTo(new Descent.Unknown());
    assertThat(descent(ledger(4, 5, 9))).isEqualTo(new Descent.Unknown());
    assertThat(descent(ledger(4, 5, 9), segment(6, 0, 9))).isEqualTo(new Descent.Unknown());
    assertThat(descent(ledger(6, 0, 9), segment(6, 0, 9))).isEqualTo(new Descent.From(0));
  }

  @Test
  void aWriterIdIsOneEpochLaterAndNeverZero() {
    RandomGenerator random = RandomGenerator.getDefault();
    WriterId first = WriterId.after(0, random);
    assertThat(first.epoch()).isEqualTo(1);
    assertThat(WriterId.after(first.value(), random).epoch()).isEqualTo(2);
    assertThatThrownBy(() -> new WriterId(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
