package dev.seseragi.engine.restore;

import dev.seseragi.store.Body;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what a restore costs: requests, and bytes read. */
final class MeteredStore extends ForwardingStore {
  private final LongAdder requests = new LongAdder();
  private final LongAdder readBytes = new LongAdder();

  MeteredStore(ObjectStore store) {
    super(store);
  }

  long requests() {
    return requests.sum();
  }

  long readBytes() {
    return readBytes.sum();
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    requests.increment();
    return super.create(name, body, timestamp);
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    requests.increment();
    super.put(name, body, timestamp);
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    requests.increment();
    return new Metered(super.read(name, offsetBytes, lengthBytes));
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    requests.increment();
    return super.list(prefix, continuation);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    requests.increment();
    return super.stat(name);
  }

  @Override
  public void delete(Collection<String> names) {
    requests.increment();
    super.delete(names);
  }

  /** Leaves the store open: it is the caller's. */
  @Override
  public void close() {}

  private final class Metered extends FilterInputStream {
    Metered(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      readBytes.add(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      readBytes.add(Math.max(read, 0));
      return read;
    }
  }
}
