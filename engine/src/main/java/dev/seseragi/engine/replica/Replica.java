package dev.seseragi.engine.replica;

import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.Body;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.encryption.EncryptionMark;
import dev.seseragi.store.encryption.EncryptionMismatchException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The segments of one database in a store. Safe for use by many threads. */
public final class Replica {
  private final ObjectStore store;
  private final SegmentNames names;

  /** The replica at the store's prefix. The caller keeps and closes the store. */
  public Replica(ObjectStore store) {
    this.store = store;
    this.names = new SegmentNames(store.levelNaming());
  }

  /** Where the replica is, for messages: a URL without secrets. */
  public String describe() {
    return store.describe();
  }

  /** The store that holds the replica. */
  public ObjectStore store() {
    return store;
  }

  /**
   * Everything that is there, by one listing of the whole prefix (one request for each 1,000
   * objects on most stores). Level 0 is listed before the others: data moves upwards, so a segment
   * compacted meanwhile is seen twice and never missed.
   *
   * @throws EncryptionMismatchException if the replica is encrypted, and the store was opened
   *     without its key
   */
  public Inventory list() {
    List<SegmentInfo> segments = new ArrayList<>();
    List<ObjectInfo> others = new ArrayList<>();
    @Nullable String continuation = null;
    do {
      ListPage page = store.list("", continuation);
      for (ObjectInfo object : page.objects()) {
        if (object.name().equals(EncryptionMark.NAME)) {
          // Who has the key does not see it (dev.seseragi.store.encryption).
          throw EncryptionMismatchException.keyMissing(store);
        }
        names.parse(object).ifPresentOrElse(segments::add, () -> others.add(object));
      }
      continuation = page.next();
    } while (continuation != null);
    return new Inventory(segments, others);
  }

  /** The object name of a segment, for messages. */
  public String nameOf(int level, TxidRange range) {
    return names.name(level, range);
  }

  /** The object name of a segment, for messages. */
  public String nameOf(SegmentInfo segment) {
    return names.name(segment.level(), segment.range());
  }

  /** Opens a whole segment. */
  public InputStream open(SegmentInfo segment) {
    return store.read(nameOf(segment), 0, Long.MAX_VALUE);
  }

  /** Opens a part of a segment; see {@link ObjectStore#read}. */
  public InputStream open(SegmentInfo segment, long offsetBytes, long lengthBytes) {
    return store.read(nameOf(segment), offsetBytes, lengthBytes);
  }

  /** Creates a segment if its place is free; see {@link ObjectStore#create}. */
  public PutOutcome create(int level, TxidRange range, Body body, Instant timestamp) {
    return store.create(names.name(level, range), body, timestamp);
  }

  /** Deletes segments; see {@link ObjectStore#delete}. */
  public void delete(Collection<SegmentInfo> segments) {
    store.delete(segments.stream().map(this::nameOf).toList());
  }
}
