package dev.seseragi.engine.compact;

import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.LevelNaming;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A store in memory that counts its requests and fails on command. For one thread. */
final class MemoryStore implements ObjectStore {
  /** A request, before it is carried out. */
  record Request(String action, String name) {}

  /** Throws to make a request fail. */
  interface Trouble {
    void before(Request request);
  }

  private static final class Stored {
    private final byte[] bytes;
    private final Instant timestamp;

    Stored(byte[] bytes, Instant timestamp) {
      this.bytes = bytes;
      this.timestamp = timestamp;
    }
  }

  private final NavigableMap<String, Stored> objects = new TreeMap<>();
  private final List<Request> requests = new ArrayList<>();
  private long uploadedBytes;
  private Trouble trouble = request -> {};

  void setTrouble(Trouble trouble) {
    this.trouble = trouble;
  }

  /** All requests since the last call. */
  List<Request> takeRequests() {
    List<Request> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  long uploadedBytes() {
    return uploadedBytes;
  }

  List<String> names(String prefix) {
    return objects.tailMap(prefix).keySet().stream()
        .takeWhile(name -> name.startsWith(prefix))
        .toList();
  }

  byte[] bytes(String name) {
    return stored(name).bytes.clone();
  }

  /** Changes an object behind everyone's back. */
  void overwrite(String name, byte[] bytes, Instant timestamp) {
    objects.put(name, new Stored(bytes.clone(), timestamp));
  }

  void removeIf(Predicate<String> condition) {
    objects.keySet().removeIf(condition);
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    begin("create", name);
    if (objects.containsKey(name)) {
      return new PutOutcome.Taken();
    }
    put(name, body, timestamp);
    return new PutOutcome.Created();
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    try (InputStream in = body.open()) {
      byte[] bytes = in.readAllBytes();
      uploadedBytes += bytes.length;
      overwrite(name, bytes, timestamp);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    begin("read", name);
    byte[] bytes = stored(name).bytes;
    int from = (int) Math.min(offsetBytes, bytes.length);
    int to = (int) Math.min(bytes.length, from + Math.min(lengthBytes, bytes.length));
    return new ByteArrayInputStream(Arrays.copyOfRange(bytes, from, to));
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    begin("list", prefix);
    return new ListPage(names(prefix).stream().map(this::info).toList(), null);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    begin("stat", name);
    return objects.containsKey(name) ? Optional.of(info(name)) : Optional.empty();
  }

  @Override
  public void delete(Collection<String> names) {
    begin("delete", String.join(" ", names));
    names.forEach(objects::remove);
  }

  private ObjectInfo info(String name) {
    Stored stored = stored(name);
    return new ObjectInfo(name, stored.bytes.length, stored.timestamp);
  }

  private Stored stored(String name) {
    Stored stored = objects.get(name);
    if (stored == null) {
      throw new ObjectMissingException(describe(), name, null);
    }
    return stored;
  }

  private void begin(String action, String name) {
    Request request = new Request(action, name);
    requests.add(request);
    trouble.before(request);
  }

  @Override
  public LevelNaming levelNaming() {
    return LevelNaming.DECIMAL_UNDER_LTX;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, true);
  }

  @Override
  public String describe() {
    return "memory:";
  }

  @Override
  public void close() {}
}
