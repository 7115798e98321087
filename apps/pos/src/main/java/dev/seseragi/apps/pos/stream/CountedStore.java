package dev.seseragi.apps.pos.stream;

import dev.seseragi.store.Body;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what is asked of a store. Safe for use by many threads. */
final class CountedStore extends ForwardingStore {
  private final LongAdder writes = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private final LongAdder lists = new LongAdder();
  private final LongAdder looks = new LongAdder();
  private final LongAdder deletes = new LongAdder();

  CountedStore(ObjectStore store) {
    super(store);
  }

  RequestCounts counts() {
    return new RequestCounts(writes.sum(), reads.sum(), lists.sum(), looks.sum(), deletes.sum());
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    writes.increment();
    return super.create(name, body, timestamp);
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    writes.increment();
    super.put(name, body, timestamp);
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    reads.increment();
    return super.read(name, offsetBytes, lengthBytes);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    lists.increment();
    return super.list(prefix, continuation);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    looks.increment();
    return super.stat(name);
  }

  @Override
  public void delete(Collection<String> names) {
    deletes.increment();
    super.delete(names);
  }
}
