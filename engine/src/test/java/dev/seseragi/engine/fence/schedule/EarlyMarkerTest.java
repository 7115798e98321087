package dev.seseragi.engine.fence.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.engine.fence.Claim;
import dev.seseragi.engine.fence.DamagedReplicaException;
import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.fence.TakeOverPolicy;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.Body;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A start whose listing shows the marker of another one, and not yet what was there before it. */
final class EarlyMarkerTest {
  private final MemoryStore store = new MemoryStore();

  private void fill(int slot) {
    Content content = Content.EMPTY.plus(List.of(slot));
    Slots.Offer offer =
        Segment.offer(TxidRange.of(new Txid(slot)), Scenario.FIRST, content, List.of(slot));
    var _ = store.create(Names.slot(slot), offer.body(), Instant.EPOCH);
  }

  private void mark(int slot) {
    String name = "seseragi/writers/%016x-%s.json".formatted(slot, Scenario.FIRST);
    var _ = store.create(name, Body.of(new byte[0]), Instant.EPOCH);
  }

  private static Claim.Held claim(ObjectStore seen) throws InterruptedException {
    var environment =
        new Claim.Environment(
            new SplittableRandom(1),
            Ticks.stopped(),
            () -> 0,
            Duration.ofMinutes(5),
            () -> {},
            "\"host\": \"test\"");
    return new Claim(new Replica(seen), TakeOverPolicy.STEAL, environment)
        .run(Segment.PAGE_SIZE, (inventory, tail) -> {});
  }

  /** Its first listing was begun long ago: of the segments it shows what was there then. */
  private static final class SlowFirstListing extends ForwardingStore {
    private final ListPage old;
    private boolean isOver;

    SlowFirstListing(ObjectStore store) {
      super(store);
      this.old = store.list("ltx/", null);
    }

    @Override
    public ListPage list(String prefix, @Nullable String continuation) {
      if (isOver || continuation != null) {
        isOver = true;
        return super.list(continuation == null ? prefix : "seseragi/", null);
      }
      return new ListPage(old.objects(), "the rest");
    }
  }

  @Test
  void aMarkerThatIsListedBeforeItsSegmentsIsNoLostEnd() throws Exception {
    fill(1);
    ObjectStore slow = new SlowFirstListing(store);
    fill(2);
    fill(3);
    mark(4);
    assertThat(claim(slow).slot()).isEqualTo(new Txid(4));
  }

  @Test
  void aMarkerWithoutItsSegmentsIsALostEnd() {
    fill(1);
    mark(4);
    assertThatThrownBy(() -> claim(store))
        .isInstanceOf(DamagedReplicaException.class)
        .hasMessageContaining("began at TXID " + new Txid(4));
  }
}
