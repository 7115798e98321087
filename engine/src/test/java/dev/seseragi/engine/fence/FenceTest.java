package dev.seseragi.engine.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.engine.fence.SlotVerdict.Identity;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
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

  private static Optional<Descent.Tail> tail(long txid, long nodeId, long checksum) {
    return Optional.of(new Descent.Tail(new Txid(txid), nodeId, checksum));
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
    assertThat(Descent.of(ledger(4, 5, 9), tail(4, 5, 9))).isEqualTo(new Descent.AtTail());
    assertThat(Descent.of(ledger(4, 5, 9), tail(5, 5, 1))).isEqualTo(new Descent.OneBehind());
    assertThat(Descent.of(ledger(4, 5, 9), tail(5, 6, 1))).isEqualTo(new Descent.Foreign());
    assertThat(Descent.of(ledger(4, 5, 9), tail(6, 5, 1))).isEqualTo(new Descent.Foreign());
    assertThat(Descent.of(ledger(4, 5, 9), tail(4, 5, 8))).isEqualTo(new Descent.Foreign());
    assertThat(Descent.of(ledger(4, 5, 9), tail(3, 5, 8))).isEqualTo(new Descent.Foreign());
  }

  @Test
  void whereNothingIsKnownTheDatabaseIsCopied() {
    assertThat(Descent.of(Optional.empty(), tail(4, 5, 9))).isEqualTo(new Descent.Unknown());
    assertThat(Descent.of(ledger(4, 5, 9), Optional.empty())).isEqualTo(new Descent.Unknown());
    assertThat(Descent.of(ledger(4, 5, 9), tail(6, 0, 9))).isEqualTo(new Descent.Unknown());
    assertThat(Descent.of(ledger(6, 0, 9), tail(6, 0, 9))).isEqualTo(new Descent.AtTail());
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
