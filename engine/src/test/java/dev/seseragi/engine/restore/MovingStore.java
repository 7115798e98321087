package dev.seseragi.engine.restore;

import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.LevelNaming;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.FixtureFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A replica in memory, whose objects can be changed behind a restore's back. */
class MovingStore implements ObjectStore {
  private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final boolean readsRangesInParallel;
  private final boolean listsExactTimestamps;
  private final Duration received;
  final AtomicInteger lists = new AtomicInteger();
  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger stats = new AtomicInteger();

  private static final class Stored {
    final byte[] bytes;
    final Instant timestamp;

    Stored(byte[] bytes, Instant timestamp) {
      this.bytes = bytes;
      this.timestamp = timestamp;
    }
  }

  MovingStore() {
    this(false, true, Duration.ZERO);
  }

  /**
   * @param received how much later than the exact time listings tell
   */
  MovingStore(boolean readsRangesInParallel, boolean listsExactTimestamps, Duration received) {
    this.readsRangesInParallel = readsRangesInParallel;
    this.listsExactTimestamps = listsExactTimestamps;
    this.received = received;
  }

  /** Puts a fixture's replica here. */
  MovingStore load(Fixture fixture) {
    for (FixtureFile file : fixture.files()) {
      try {
        put(
            file.path(),
            Files.readAllBytes(fixture.folder().resolve("replica").resolve(file.path())),
            file.modified());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return this;
  }

  void put(String name, byte[] bytes, Instant timestamp) {
    objects.put(name, new Stored(bytes, timestamp));
  }

  byte[] bytes(String name) {
    return Objects.requireNonNull(objects.get(name), name).bytes;
  }

  Instant time(String name) {
    return Objects.requireNonNull(objects.get(name), name).timestamp;
  }

  List<String> names() {
    return List.copyOf(objects.keySet());
  }

  void remove(String name) {
    Objects.requireNonNull(objects.remove(name), name);
  }

  /** Called before each read; may change what is there. */
  void beforeRead(String name) {}

  /** Called after each listing. */
  void afterList() {}

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    reads.incrementAndGet();
    beforeRead(name);
    Stored stored = objects.get(name);
    if (stored == null) {
      throw new ObjectMissingException(describe(), name, null);
    }
    int from = (int) Math.min(offsetBytes, stored.bytes.length);
    int length = (int) Math.min(lengthBytes, stored.bytes.length - from);
    return new ByteArrayInputStream(stored.bytes, from, length);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    lists.incrementAndGet();
    List<ObjectInfo> page = new ArrayList<>();
    objects
        .tailMap(prefix, true)
        .forEach((name, stored) -> {
          if (name.startsWith(prefix)) {
            Instant time =
                listsExactTimestamps ? stored.timestamp : stored.timestamp.plus(received);
            page.add(new ObjectInfo(name, stored.bytes.length, time));
          }
        });
    afterList();
    return new ListPage(page, null);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    stats.incrementAndGet();
    return Optional.ofNullable(objects.get(name))
        .map(stored -> new ObjectInfo(name, stored.bytes.length, stored.timestamp));
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    throw new UnsupportedOperationException("a restore creates nothing");
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    throw new UnsupportedOperationException("a restore writes nothing");
  }

  @Override
  public void delete(Collection<String> names) {
    throw new UnsupportedOperationException("a restore deletes nothing");
  }

  @Override
  public LevelNaming levelNaming() {
    return LevelNaming.DECIMAL_UNDER_LTX;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, listsExactTimestamps, readsRangesInParallel);
  }

  @Override
  public String describe() {
    return "memory:";
  }

  @Override
  public void close() {}
}
