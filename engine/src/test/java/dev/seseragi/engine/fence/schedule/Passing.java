package dev.seseragi.engine.fence.schedule;

import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.LevelNaming;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that passes everything on: what a {@link Switches} takes away, it takes from this. */
abstract class Passing implements ObjectStore {
  private final ObjectStore store;

  Passing(ObjectStore store) {
    this.store = store;
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
