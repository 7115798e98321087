package dev.seseragi.testkit.store;

import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreException;
import dev.seseragi.testkit.time.Waiter;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that is far away: each request takes a fixed time more. Requests do not wait for each
 * other. Closing it closes the store behind it.
 */
public final class LatencyStore extends ForwardingStore {
  private final Duration delay;
  private final Waiter waiter;

  /** Adds {@code delay} to each request to {@code store}. */
  public LatencyStore(ObjectStore store, Duration delay, Waiter waiter) {
    super(store);
    this.delay = delay;
    this.waiter = waiter;
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    travel();
    return super.create(name, body, timestamp);
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    travel();
    super.put(name, body, timestamp);
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    travel();
    return super.read(name, offsetBytes, lengthBytes);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    travel();
    return super.list(prefix, continuation);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    travel();
    return super.stat(name);
  }

  @Override
  public void delete(Collection<String> names) {
    travel();
    super.delete(names);
  }

  private void travel() {
    try {
      waiter.pass(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted on the way to " + describe(), e);
    }
  }

  /** Those of the store, and that parallel reads pay. */
  @Override
  public Capabilities capabilities() {
    Capabilities here = super.capabilities();
    return new Capabilities(here.createsAtomically(), here.listsExactTimestamps(), true);
  }
}
