package dev.seseragi.jdbc;

import static dev.seseragi.jdbc.Playground.LONG;
import static dev.seseragi.jdbc.Playground.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.ltx.Txid;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import java.nio.file.Path;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Position tokens: what one request wrote, another one can wait for. */
final class PositionTest {
  @TempDir Path folder;
  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);

  @Test
  void whoHandsInATokenWaitsForWhatItCovers() throws Exception {
    Playground ground = new Playground(folder, store);
    try (Seseragi shop = ground.open(ground.options().withMode(Mode.ASYNC))) {
      shop.awaitDurable(LONG);
      store.next(Operation.CREATE, new Fault.Hang(false));
      insert(shop.dataSource(), "x");
      String token = shop.position().toString();
      Position position = Position.parse(token);
      assertThat(position.isSettled()).isFalse();
      assertThatThrownBy(() -> shop.awaitDurable(position, Duration.ofMillis(100)))
          .isInstanceOf(NotYetDurableException.class);
      store.release();
      shop.awaitDurable(position, LONG);
      assertThat(ground.elsewhere(memory).restored()).containsExactly("x");
    }
  }

  @Test
  void aTokenOfADurableCommitIsGoodForTheNextProcess() throws Exception {
    Playground ground = new Playground(folder, store);
    Position settled;
    try (Seseragi shop = ground.open()) {
      insert(shop.dataSource(), "x");
      settled = shop.position();
      assertThat(settled.isSettled()).isTrue();
    }
    try (Seseragi next = ground.elsewhere(memory).open()) {
      next.awaitDurable(settled, LONG);
    }
  }

  @Test
  void rightBehindADurableCommitAPositionIsSettled() throws Exception {
    Playground ground = new Playground(folder, store);
    try (Seseragi shop = ground.open()) {
      for (int i = 0; i < 300; i++) {
        insert(shop.dataSource(), "x" + i);
        assertThat(shop.position().isSettled()).as("commit %d", i).isTrue();
      }
    }
  }

  @Test
  void aTokenWhoseProcessIsGoneProvesNothing() throws Exception {
    Playground ground = new Playground(folder, store);
    try (Seseragi shop = ground.open()) {
      Position foreign = new Position(shop.position().instance() + 1, 5, Txid.NONE);
      assertThatThrownBy(() -> shop.awaitDurable(foreign, LONG))
          .isInstanceOf(UnknownPositionException.class)
          .hasMessageContaining(foreign.toString());
    }
  }

  @Property
  void aTokenIsReadAsItWasWritten(
      @ForAll long instance,
      @ForAll @LongRange(max = Long.MAX_VALUE) long commit,
      @ForAll @LongRange(max = Long.MAX_VALUE) long txid) {
    Position position = new Position(instance, commit, new Txid(txid));
    assertThat(Position.parse(position.toString())).isEqualTo(position);
  }

  @Test
  void anythingElseIsNoToken() {
    for (String text :
        new String[] {"", "x", "1-1-1-1", "2-0123456789abcdef-2a-0000000000000007"}) {
      assertThatThrownBy(() -> Position.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a position looks like");
    }
  }
}
