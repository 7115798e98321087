package dev.seseragi.engine.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Frozen are the plain bytes: offers of a slot with other salts are the same offer. */
final class EncryptedSlotsTest {
  private static final EncryptionKey KEY = EncryptionKey.of(new byte[EncryptionKey.BYTES]);
  private static final Instant NOW = Instant.parse("2026-11-21T07:53:37.825Z");

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);

  private static Slots slots(ObjectStore store) {
    return new Slots(new Replica(Encryption.around(store, KEY)));
  }

  private static Slots.Offer fenceOf(long writer) {
    return Fence.behind(new Txid(4), new PageSize(4096), 3, new WriterId(writer), NOW);
  }

  @Test
  void anOfferWhoseAnswerIsLostIsFoundToBeMine() {
    Slots slots = slots(faulty);
    // The mark is there before: the answer that is lost is the slot's.
    assertThat(
            slots.offer(
                Fence.behind(new Txid(3), new PageSize(4096), 3, new WriterId(7), NOW), _ -> {}))
        .isEqualTo(new SlotVerdict.Mine());

    faulty.next(Operation.CREATE, new Fault.AnswerLost());

    assertThat(slots.offer(fenceOf(7), _ -> {})).isEqualTo(new SlotVerdict.Mine());
  }

  @Test
  void theSameOfferOfAnotherProcessWithAnotherSaltIsStillMine() {
    assertThat(slots(memory).offer(fenceOf(7), _ -> {})).isEqualTo(new SlotVerdict.Mine());

    assertThat(slots(memory).offer(fenceOf(7), _ -> {})).isEqualTo(new SlotVerdict.Mine());
  }

  @Test
  void anotherWriterIsSeenThroughTheEncryption() {
    assertThat(slots(memory).offer(fenceOf(7), _ -> {})).isEqualTo(new SlotVerdict.Mine());

    assertThat(slots(memory).offer(fenceOf(8), _ -> {})).isEqualTo(new SlotVerdict.Another(7));
  }
}
