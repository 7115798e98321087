package dev.seseragi.store.encryption;

import dev.seseragi.store.Body;
import dev.seseragi.store.DamagedObjectException;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.Requests;
import dev.seseragi.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store as those see it who have its key. Keeps the whole contract of {@link ObjectStore}: a
 * create is one create, of another body.
 *
 * <p>What it asks for besides what it is asked: once, the mark; and the header of an object, where
 * the first thing read of it lies behind its first 64 KiB.
 */
final class EncryptedStore extends ForwardingStore {
  private final EncryptionKey key;
  private final SecureRandom random;
  private final Trust trust;
  private final HeaderCache headers = new HeaderCache();

  EncryptedStore(ObjectStore store, EncryptionKey key, SecureRandom random) {
    super(store);
    this.key = key;
    this.random = random;
    this.trust = new Trust(store, key, random);
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    return store().create(name, seal(name, body, timestamp), timestamp);
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    store().put(name, seal(name, body, timestamp), timestamp);
    headers.forget(name);
  }

  private Body seal(String name, Body body, Instant timestamp) {
    checkName(name);
    Requests.checkTimestamp(timestamp);
    String replica = trust.replicaForWriting(timestamp);
    ObjectHeader header = ObjectHeader.make(key, replica, timestamp, random);
    return new SealedBody(body, header, header.objectKey(key, name));
  }

  private static void checkName(String name) {
    Requests.checkName(name);
    if (name.equals(EncryptionMark.NAME)) {
      throw new IllegalArgumentException(name + " is the mark of an encrypted replica, no object");
    }
  }

  // Read.

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    Requests.checkRange(offsetBytes, lengthBytes);
    checkName(name);
    String replica = trust.replicaOf(name);
    OpeningStream.Range range = OpeningStream.Range.of(offsetBytes, lengthBytes);
    boolean hasHeader = range.firstChunk() == 0;
    ObjectHeader header =
        hasHeader ? null : headers.find(name).orElseGet(() -> fetchHeader(name, replica));
    long begin = hasHeader ? 0 : range.beginBytes();
    long length = range.sealedBytes();
    boolean isToEnd = length > Long.MAX_VALUE / 2;
    InputStream sealed =
        store()
            .read(
                name,
                begin,
                isToEnd ? Long.MAX_VALUE : length + (hasHeader ? ObjectHeader.BYTES : 0));
    try {
      ObjectHeader found = header == null ? readHeader(sealed, name, replica) : header;
      return new OpeningStream(
          sealed,
          new ChunkCipher(found.objectKey(key, name)),
          range,
          new Opened(name, replica, hasHeader ? null : found));
    } catch (RuntimeException e) {
      closeQuietly(sealed, e);
      throw e;
    }
  }

  private static void closeQuietly(InputStream stream, RuntimeException reason) {
    try {
      stream.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private ObjectHeader fetchHeader(String name, String replica) {
    try (InputStream in = store().read(name, 0, ObjectHeader.BYTES)) {
      return readHeader(in, name, replica);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private ObjectHeader readHeader(InputStream in, String name, String replica) {
    byte[] bytes;
    try {
      bytes = in.readNBytes(ObjectHeader.BYTES);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
    ObjectHeader header =
        ObjectHeader.parse(bytes)
            .orElseThrow(
                () -> damaged(name, "it does not begin as an encrypted object, or is cut short"));
    if (!header.keyFingerprint().equals(key.fingerprint())) {
      throw damaged(name, "it was encrypted with key " + header.keyFingerprint());
    }
    if (!header.replica().equals(replica)) {
      throw damaged(name, "it was written to another replica");
    }
    headers.put(name, header);
    return header;
  }

  private StoreException unreadable(String name, IOException e) {
    return new StoreException(
        "cannot read %s in %s: %s".formatted(name, store().describe(), e.getMessage()), e);
  }

  private DamagedObjectException damaged(String name, String problem) {
    return new DamagedObjectException(store().describe(), name, problem);
  }

  /** The object that a stream reads from. */
  private final class Opened implements OpeningStream.Surroundings {
    private final String name;
    private final String replica;

    /** Where it was not read by the same request as the chunks. */
    private final @Nullable ObjectHeader separateHeader;

    Opened(String name, String replica, @Nullable ObjectHeader separateHeader) {
      this.name = name;
      this.replica = replica;
      this.separateHeader = separateHeader;
    }

    @Override
    public IOException damaged(String problem) {
      if (separateHeader != null && !fetchHeader(name, replica).equals(separateHeader)) {
        return new IOException(name + " was written anew while it was read; read it again");
      }
      throw EncryptedStore.this.damaged(name, problem);
    }

    /** An end that is nearer than it was looks like a range behind it: find the true last chunk. */
    @Override
    public void proveEndBefore(long chunk) throws IOException {
      long plainBytes =
          store()
              .stat(name)
              .map(object -> SealedSize.plain(object.sizeBytes()))
              .orElseThrow(() -> new ObjectMissingException(store().describe(), name, null));
      long last = SealedSize.chunkAt(Math.max(0, plainBytes - 1));
      if (last >= chunk) {
        throw new IOException(name + " grew while it was read; read it again");
      }
      try (InputStream end = read(name, last * SealedSize.CHUNK_BYTES, SealedSize.CHUNK_BYTES)) {
        var _ = end.skip(SealedSize.CHUNK_BYTES);
      }
    }
  }

  // List.

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    ListPage page = store().list(prefix, continuation);
    boolean isWhole = prefix.isEmpty() && continuation == null && page.next() == null;
    trust.see(page, isWhole);
    return new ListPage(
        page.objects().stream()
            .filter(object -> !object.name().equals(EncryptionMark.NAME))
            .map(EncryptedStore::plain)
            .toList(),
        page.next());
  }

  private static ObjectInfo plain(ObjectInfo object) {
    return new ObjectInfo(object.name(), SealedSize.plain(object.sizeBytes()), object.timestamp());
  }

  /**
   * A store that keeps whole seconds takes the rest from a segment's header, which it cannot read
   * here: ours has the timestamp, too.
   */
  @Override
  public Optional<ObjectInfo> stat(String name) {
    checkName(name);
    Optional<ObjectInfo> found = store().stat(name).map(EncryptedStore::plain);
    try {
      return found.map(object -> {
        String replica = trust.replicaOf(name);
        return mayBeCut(object.timestamp()) ? exact(object, replica) : object;
      });
    } catch (ObjectMissingException goneMeanwhile) {
      return Optional.empty();
    }
  }

  private boolean mayBeCut(Instant timestamp) {
    boolean isWholeSecond = timestamp.equals(timestamp.truncatedTo(ChronoUnit.SECONDS));
    return isWholeSecond && !store().capabilities().listsExactTimestamps();
  }

  private ObjectInfo exact(ObjectInfo object, String replica) {
    Instant timestamp = fetchHeader(object.name(), replica).timestamp();
    boolean isSame = timestamp.getEpochSecond() == object.timestamp().getEpochSecond();
    return isSame ? new ObjectInfo(object.name(), object.sizeBytes(), timestamp) : object;
  }

  @Override
  public void delete(Collection<String> names) {
    names.forEach(EncryptedStore::checkName);
    store().delete(names);
    names.forEach(headers::forget);
  }
}
