package dev.seseragi.bench.costs;

import dev.seseragi.store.Body;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A store whose listings have the times that objects were created with, where S3's have those of
 * the uploads: to a clock that is moved, all uploads were made at once. Requests stay what they
 * are. Closing it closes the store behind it.
 */
final class KnownTimesStore extends ForwardingStore {
  private final Map<String, Instant> times = new ConcurrentHashMap<>();

  KnownTimesStore(ObjectStore store) {
    super(store);
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    times.put(name, timestamp);
    return super.create(name, body, timestamp);
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    times.put(name, timestamp);
    super.put(name, body, timestamp);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    ListPage page = super.list(prefix, continuation);
    return new ListPage(page.objects().stream().map(this::known).toList(), page.next());
  }

  private ObjectInfo known(ObjectInfo listed) {
    Instant time = times.getOrDefault(listed.name(), listed.timestamp());
    return new ObjectInfo(listed.name(), listed.sizeBytes(), time);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    return super.stat(name).map(this::known);
  }
}
