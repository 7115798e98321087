package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.Markers;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.store.Body;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes rules away from real code where they lie in how it uses the store: it is shown what it
 * would know without the rule.
 */
final class Switches {
  private Switches() {}

  /** For a writer that starts. */
  static ObjectStore claiming(ObjectStore store, Set<Rule> missing) {
    ObjectStore seen = missing.contains(Rule.READ_BACK) ? new TakenIsCreated(store) : store;
    if (missing.contains(Rule.MARKER_BEFORE_FENCE)) {
      seen = new NoMarkers(seen);
    }
    if (missing.contains(Rule.TAIL_OVER_ALL_LEVELS)) {
      seen = new LevelZeroOnly(seen);
    }
    return missing.contains(Rule.LIST_AFTER_FENCE) ? new NoSecondList(seen) : seen;
  }

  /** For a writer that fills slots. */
  static ObjectStore shipping(ObjectStore store, Set<Rule> missing) {
    ObjectStore seen = missing.contains(Rule.READ_BACK) ? new TakenIsCreated(store) : store;
    return missing.contains(Rule.COMPARE_CONTENT) ? new WriterOnly(seen) : seen;
  }

  /** For housekeeping. */
  static ObjectStore tidying(ObjectStore store, Set<Rule> missing) {
    ObjectStore seen = missing.contains(Rule.MARKED_SLOTS_STAY) ? new MarkersHidden(store) : store;
    return missing.contains(Rule.NEWEST_SLOT_STAYS) ? new NewestToo(seen) : seen;
  }

  /** For who restores. */
  static ObjectStore reading(ObjectStore store, Set<Rule> missing) {
    return missing.contains(Rule.REACH_THE_NEWEST) ? new OneListing(store) : store;
  }

  /** Without {@link Rule#READ_BACK}. */
  private static final class TakenIsCreated extends ForwardingStore {
    TakenIsCreated(ObjectStore store) {
      super(store);
    }

    @Override
    public PutOutcome create(String name, Body body, Instant timestamp) {
      PutOutcome outcome = super.create(name, body, timestamp);
      return outcome instanceof PutOutcome.Taken && Names.isSlot(name)
          ? new PutOutcome.Created()
          : outcome;
    }
  }

  /** Without {@link Rule#MARKER_BEFORE_FENCE}. */
  private static final class NoMarkers extends ForwardingStore {
    NoMarkers(ObjectStore store) {
      super(store);
    }

    @Override
    public PutOutcome create(String name, Body body, Instant timestamp) {
      return name.startsWith(Markers.FOLDER)
          ? new PutOutcome.Created()
          : super.create(name, body, timestamp);
    }
  }

  /** Without {@link Rule#TAIL_OVER_ALL_LEVELS}. */
  private static final class LevelZeroOnly extends ForwardingStore {
    LevelZeroOnly(ObjectStore store) {
      super(store);
    }

    @Override
    public ListPage list(String prefix, @Nullable String continuation) {
      ListPage page = super.list(prefix, continuation);
      return new ListPage(
          page.objects().stream()
              .filter(object -> Names.place(object.name()).filter(at -> at.level() > 0).isEmpty())
              .toList(),
          page.next());
    }
  }

  /** Without {@link Rule#LIST_AFTER_FENCE}: what was there before, and the fence. */
  private static final class NoSecondList extends ForwardingStore {
    private List<ObjectInfo> known = List.of();
    private boolean isFenced;

    NoSecondList(ObjectStore store) {
      super(store);
    }

    @Override
    public PutOutcome create(String name, Body body, Instant timestamp) {
      PutOutcome outcome = super.create(name, body, timestamp);
      if (outcome instanceof PutOutcome.Created && Names.isSlot(name)) {
        isFenced = true;
        List<ObjectInfo> more = new ArrayList<>(known);
        more.add(new ObjectInfo(name, body.sizeBytes(), timestamp));
        known = more;
      }
      return outcome;
    }

    @Override
    public ListPage list(String prefix, @Nullable String continuation) {
      if (!isFenced) {
        known = super.list(prefix, continuation).objects();
      }
      return new ListPage(known, null);
    }
  }

  /** Without {@link Rule#COMPARE_CONTENT}: what is read back looks as offered if it is ours. */
  private static final class WriterOnly extends ForwardingStore {
    private final Map<String, Body> offered = new HashMap<>();

    WriterOnly(ObjectStore store) {
      super(store);
    }

    @Override
    public PutOutcome create(String name, Body body, Instant timestamp) {
      offered.put(name, body);
      return super.create(name, body, timestamp);
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
      return super.stat(name)
          .map(found ->
              isOurs(name) ? new ObjectInfo(name, bytes(name).length, found.timestamp()) : found);
    }

    @Override
    public InputStream read(String name, long offsetBytes, long lengthBytes) {
      return isOurs(name)
          ? new Blob(Body.of(bytes(name)), "").open(offsetBytes, lengthBytes)
          : super.read(name, offsetBytes, lengthBytes);
    }

    private boolean isOurs(String name) {
      try (InputStream there = super.read(name, 0, Long.MAX_VALUE)) {
        return nodeId(there.readAllBytes()) == nodeId(bytes(name));
      } catch (IOException e) {
        throw new UncheckedIOException("memory cannot fail", e);
      }
    }

    private byte[] bytes(String name) {
      Body body = offered.get(name);
      try (InputStream in = body == null ? InputStream.nullInputStream() : body.open()) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("memory cannot fail", e);
      }
    }

    private static long nodeId(byte[] segment) throws IOException {
      try (LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(segment), "a segment")) {
        return decoder.header().nodeId();
      }
    }
  }

  /** Without {@link Rule#MARKED_SLOTS_STAY}. */
  private static final class MarkersHidden extends ForwardingStore {
    MarkersHidden(ObjectStore store) {
      super(store);
    }

    @Override
    public ListPage list(String prefix, @Nullable String continuation) {
      ListPage page = super.list(prefix, continuation);
      return new ListPage(
          page.objects().stream()
              .filter(object -> !object.name().startsWith(Markers.FOLDER))
              .toList(),
          page.next());
    }
  }

  /** Without {@link Rule#REACH_THE_NEWEST}: there is no second look. */
  private static final class OneListing extends ForwardingStore {
    private final Map<String, ListPage> pages = new HashMap<>();

    OneListing(ObjectStore store) {
      super(store);
    }

    @Override
    public ListPage list(String prefix, @Nullable String continuation) {
      String from = continuation == null ? "" : continuation;
      ListPage known = pages.get(from);
      if (known == null) {
        known = super.list(prefix, continuation);
        pages.put(from, known);
      }
      return known;
    }
  }

  /** Without {@link Rule#NEWEST_SLOT_STAYS}: the newest slot goes too if a higher level has it. */
  private static final class NewestToo extends ForwardingStore {
    NewestToo(ObjectStore store) {
      super(store);
    }

    @Override
    public void delete(Collection<String> names) {
      List<String> more = new ArrayList<>(names);
      List<String> all = list("", null).objects().stream().map(ObjectInfo::name).toList();
      String newest = all.stream().filter(Names::isSlot).reduce("", (one, later) -> later);
      long tail = Names.place(newest).map(Names.Place::max).orElse(0L);
      boolean isCovered =
          all.stream()
              .flatMap(name -> Names.place(name).stream())
              .anyMatch(place -> place.level() > 0 && place.max() >= tail);
      boolean isMarked =
          all.stream().anyMatch(name -> name.startsWith(Markers.FOLDER + "%016x".formatted(tail)));
      if (isCovered && !isMarked) {
        more.add(newest);
      }
      super.delete(more);
    }
  }
}
