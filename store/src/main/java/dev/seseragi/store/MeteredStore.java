package dev.seseragi.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A view of a store that counts what it is asked, before anything is repeated or sent in parts.
 * Safe for use by many threads.
 */
public final class MeteredStore extends ForwardingStore {
  private final LongAdder writes = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private final LongAdder lists = new LongAdder();
  private final LongAdder looks = new LongAdder();
  private final LongAdder deletes = new LongAdder();
  private final LongAdder readBytes = new LongAdder();

  /** A view of {@code store}. */
  public MeteredStore(ObjectStore store) {
    super(store);
  }

  /**
   * What was asked.
   *
   * @param writes objects made
   * @param reads objects, or parts of them, read
   * @param lists pages of names
   * @param looks questions about one object
   * @param deletes calls, of any number of names
   * @param readBytes what was taken from the streams of reads
   */
  public record Counts(
      long writes, long reads, long lists, long looks, long deletes, long readBytes) {
    /** Requests of any kind. */
    public long requests() {
      return writes + reads + lists + looks + deletes;
    }
  }

  /** What was asked so far. */
  public Counts counts() {
    return new Counts(
        writes.sum(), reads.sum(), lists.sum(), looks.sum(), deletes.sum(), readBytes.sum());
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
    return new Metered(super.read(name, offsetBytes, lengthBytes));
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

  private final class Metered extends FilterInputStream {
    Metered(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      readBytes.add(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      readBytes.add(Math.max(count, 0));
      return count;
    }
  }
}
