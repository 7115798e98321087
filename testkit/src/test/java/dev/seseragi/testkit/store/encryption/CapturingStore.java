package dev.seseragi.testkit.store.encryption;

import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.testkit.store.MemoryStore;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the bodies it was given, and what it was asked. */
final class CapturingStore extends ForwardingStore {
  private final MemoryStore memory;
  private final List<Body> bodies = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();

  private boolean keepsSeconds;

  CapturingStore() {
    this(new MemoryStore());
  }

  private CapturingStore(MemoryStore memory) {
    super(memory);
    this.memory = memory;
  }

  /** From now on it has whole seconds only, as SFTP has. */
  void keepSeconds() {
    keepsSeconds = true;
  }

  private static ObjectInfo cut(ObjectInfo object) {
    Instant seconds = object.timestamp().truncatedTo(ChronoUnit.SECONDS);
    return new ObjectInfo(object.name(), object.sizeBytes(), seconds);
  }

  MemoryStore memory() {
    return memory;
  }

  Body last() {
    return bodies.getLast();
  }

  /** What was asked since the last call of this. */
  List<String> takeCalls() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    calls.add("create " + name);
    bodies.add(body);
    return super.create(name, body, timestamp);
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    calls.add("put " + name);
    bodies.add(body);
    super.put(name, body, timestamp);
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    calls.add("read " + name);
    return super.read(name, offsetBytes, lengthBytes);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    calls.add("list " + prefix);
    return super.list(prefix, continuation);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    calls.add("stat " + name);
    Optional<ObjectInfo> found = super.stat(name);
    return keepsSeconds ? found.map(CapturingStore::cut) : found;
  }

  @Override
  public void delete(Collection<String> names) {
    calls.add("delete");
    super.delete(names);
  }

  @Override
  public Capabilities capabilities() {
    return keepsSeconds ? new Capabilities(true, false, true) : super.capabilities();
  }
}
