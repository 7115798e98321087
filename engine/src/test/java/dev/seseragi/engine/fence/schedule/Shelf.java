package dev.seseragi.engine.fence.schedule;

import dev.seseragi.store.ObjectInfo;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a store holds at one moment. Immutable. */
final class Shelf {
  /** Nothing. */
  static final Shelf EMPTY = new Shelf(new TreeMap<>());

  private final NavigableMap<String, Kept> objects;
  private final int hash;

  private Shelf(NavigableMap<String, Kept> objects) {
    this.objects = Collections.unmodifiableNavigableMap(objects);
    this.hash = objects.hashCode();
  }

  /** An object. */
  record Kept(Blob blob, Instant timestamp) {
    ObjectInfo info(String name) {
      return new ObjectInfo(name, blob.sizeBytes(), timestamp);
    }
  }

  NavigableMap<String, Kept> objects() {
    return objects;
  }

  Optional<Kept> find(String name) {
    return Optional.ofNullable(objects.get(name));
  }

  Shelf with(String name, Kept object) {
    NavigableMap<String, Kept> more = new TreeMap<>(objects);
    more.put(name, object);
    return new Shelf(more);
  }

  Shelf without(Collection<String> names) {
    NavigableMap<String, Kept> less = new TreeMap<>(objects);
    names.forEach(less::remove);
    return new Shelf(less);
  }

  List<ObjectInfo> list(String prefix) {
    return objects.entrySet().stream()
        .filter(object -> object.getKey().startsWith(prefix))
        .map(Shelf::info)
        .toList();
  }

  private static ObjectInfo info(Map.Entry<String, Kept> object) {
    return object.getValue().info(object.getKey());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shelf shelf && hash == shelf.hash && objects.equals(shelf.objects);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
