package dev.seseragi.store;

import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view of another store: hands every call on. What a view changes it overrides; all else, closing
 * included, is the store's own.
 */
public abstract class ForwardingStore implements ObjectStore {
  private final ObjectStore store;

  /** A view of {@code store}. */
  protected ForwardingStore(ObjectStore store) {
    this.store = store;
  }

  /** The store behind the view. */
  protected final ObjectStore store() {
    return store;
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    return store.create(name, body, timestamp);
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    store.put(name, body, timestamp);
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    return store.read(name, offsetBytes, lengthBytes);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    return store.list(prefix, continuation);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    return store.stat(name);
  }

  @Override
  public void delete(Collection<String> names) {
    store.delete(names);
  }

  @Override
  public Optional<Instant> clock() {
    return store.clock();
  }

  @Override
  public LevelNaming levelNaming() {
    return store.levelNaming();
  }

  @Override
  public Capabilities capabilities() {
    return store.capabilities();
  }

  @Override
  public String describe() {
    return store.describe();
  }

  @Override
  public void close() {
    store.close();
  }
}
