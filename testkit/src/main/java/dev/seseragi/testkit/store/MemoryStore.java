package dev.seseragi.testkit.store;

import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.LevelNaming;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.Requests;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A store in memory, for tests of what is built on stores. Keeps the whole contract. */
public final class MemoryStore implements ObjectStore {
  private static final int PAGE_OBJECTS = 1_000;

  private final ConcurrentNavigableMap<String, Content> objects;
  private final LevelNaming levelNaming;
  private volatile boolean isClosed;

  /** One object's content, never changed. */
  private static final class Content {
    private final byte[] bytes;
    private final Instant timestamp;

    Content(byte[] bytes, Instant timestamp) {
      this.bytes = bytes;
      this.timestamp = timestamp;
    }

    ObjectInfo info(String name) {
      return new ObjectInfo(name, bytes.length, timestamp);
    }
  }

  /** An empty store whose levels are named as in a folder. */
  public MemoryStore() {
    this(LevelNaming.DECIMAL_UNDER_LTX);
  }

  /** An empty store. */
  public MemoryStore(LevelNaming levelNaming) {
    this(new ConcurrentSkipListMap<>(), levelNaming);
  }

  private MemoryStore(ConcurrentNavigableMap<String, Content> objects, LevelNaming levelNaming) {
    this.objects = objects;
    this.levelNaming = levelNaming;
  }

  /** Another client of the same objects, with a life of its own. */
  public MemoryStore anotherClient() {
    return new MemoryStore(objects, levelNaming);
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    Content content = content("create", name, body, timestamp);
    return objects.putIfAbsent(name, content) == null
        ? new PutOutcome.Created()
        : new PutOutcome.Taken();
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    objects.put(name, content("put", name, body, timestamp));
  }

  private Content content(String action, String name, Body body, Instant timestamp) {
    Requests.checkTimestamp(timestamp);
    check(action, name);
    try (InputStream stream = body.open()) {
      byte[] bytes = stream.readAllBytes();
      if (bytes.length != body.sizeBytes()) {
        throw new StoreException(
            "cannot %s %s in %s: the body was to have %,d bytes and has %,d"
                .formatted(action, name, describe(), body.sizeBytes(), bytes.length));
      }
      return new Content(bytes, timestamp);
    } catch (IOException e) {
      throw new StoreException(
          "cannot %s %s in %s: %s".formatted(action, name, describe(), e.getMessage()), e);
    }
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    Requests.checkRange(offsetBytes, lengthBytes);
    check("read", name);
    Content content = objects.get(name);
    if (content == null) {
      throw new ObjectMissingException(describe(), name, null);
    }
    int offset = (int) Math.min(offsetBytes, content.bytes.length);
    int length = (int) Math.min(lengthBytes, content.bytes.length - offset);
    return new ByteArrayInputStream(content.bytes, offset, length);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    Requests.checkPrefix(prefix);
    checkOpen("list \"" + prefix + "\"");
    boolean isFirst = continuation == null || continuation.compareTo(prefix) < 0;
    List<ObjectInfo> page = new ArrayList<>();
    for (Map.Entry<String, Content> entry :
        objects.tailMap(isFirst ? prefix : continuation, isFirst).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (page.size() == PAGE_OBJECTS) {
        return new ListPage(page, page.getLast().name());
      }
      page.add(entry.getValue().info(entry.getKey()));
    }
    return new ListPage(page, null);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    check("look at", name);
    return Optional.ofNullable(objects.get(name)).map(content -> content.info(name));
  }

  @Override
  public void delete(Collection<String> names) {
    names.forEach(Requests::checkName);
    checkOpen("delete objects");
    names.forEach(objects::remove);
  }

  private void check(String action, String name) {
    Requests.checkName(name);
    checkOpen(action + " " + name);
  }

  private void checkOpen(String action) {
    if (isClosed) {
      throw new StoreClosedException(action, describe());
    }
  }

  @Override
  public LevelNaming levelNaming() {
    return levelNaming;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, false);
  }

  @Override
  public String describe() {
    return "memory:";
  }

  /** Closes this client; the objects live as long as another one. */
  @Override
  public void close() {
    isClosed = true;
  }
}
