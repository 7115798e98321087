package dev.seseragi.cli.maintain;

import dev.seseragi.store.Body;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.time.Instant;

/** A look-alike that takes every conditional write for a plain one. */
final class OverwritingStore extends ForwardingStore {
  OverwritingStore(ObjectStore store) {
    super(store);
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    put(name, body, timestamp);
    return new PutOutcome.Created();
  }
}
