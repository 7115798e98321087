package dev.seseragi.engine.fence.schedule;

import dev.seseragi.store.Body;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.PutOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store and a clock, without some of the rules of a look. */
final class Watch extends ForwardingStore implements InstantSource {
  private final InstantSource clock;
  private final Set<Rule> missing;

  /** When the last offer was sent. */
  private @Nullable Instant sent;

  /** A listing that was asked for before the clock was looked at. */
  private @Nullable ListPage early;

  Watch(Wire wire, Set<Rule> missing) {
    super(wire);
    this.clock = Ticks.clock(wire);
    this.missing = missing;
  }

  @Override
  public Instant instant() {
    if (missing.contains(Rule.LOOK_BOTH_CLOCKS)) {
      return Instant.EPOCH;
    }
    if (sent != null) {
      return sent;
    }
    if (missing.contains(Rule.LOOK_FROM_SENDING)) {
      early = super.list("", null);
    }
    return clock.instant();
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    if (missing.contains(Rule.LOOK_BY_ARRIVAL)) {
      sent = clock.instant();
    }
    return super.create(name, body, timestamp);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    sent = null;
    ListPage known = early;
    early = null;
    return known == null ? super.list(prefix, continuation) : known;
  }
}
