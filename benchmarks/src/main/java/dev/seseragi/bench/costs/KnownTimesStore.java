package dev.seseragi.bench.costs;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A store whose listings have the times that objects were created with, where S3's have those of
 * the uploads: to a clock that is moved, all uploads were made at once. Requests stay what they
 * are. Closing it closes the store behind it.
 */
final class KnownTimesStore implements ObjectStore {
  private final ObjectStore store;
  private final Map<String, Instant> times = new ConcurrentHashMap<>();

  KnownTimesStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    times.put(name, timestamp);
    return store.create(name, body, timestamp);
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    times.put(name, timestamp);
    store.put(name, body, timestamp);
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    return store.read(name, offsetBytes, lengthBytes);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    ListPage page = store.list(prefix, continuation);
    return new ListPage(page.objects().stream().map(this::known).toList(), page.next());
  }

  private ObjectInfo known(ObjectInfo listed) {
    Instant time = times.getOrDefault(listed.name(), listed.timestamp());
    return new ObjectInfo(listed.name(), listed.sizeBytes(), time);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    return store.stat(name).map(this::known);
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
