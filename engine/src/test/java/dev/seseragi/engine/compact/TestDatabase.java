package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import dev.seseragi.store.Body;
import dev.seseragi.store.PutOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A database of random pages that ships its own segments and snapshots and remembers every state it
 * was in.
 */
final class TestDatabase implements SnapshotWriter {
  private static final PageSize PAGE_SIZE = new PageSize(512);

  /** How a database looks: its pages from 1 on. */
  record State(PageSize pageSize, List<byte[]> pages) {
    State {
      pages = List.copyOf(pages);
    }

    boolean isSameAs(State other) {
      return pageSize.equals(other.pageSize)
          && Arrays.deepEquals(pages.toArray(), other.pages.toArray());
    }
  }

  private final Replica replica;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<Txid, State> states = new HashMap<>();
  private State state = new State(PAGE_SIZE, List.of());
  private Txid tail = Txid.NONE;
  private long writer = 1L << 32 | 7;

  TestDatabase(Replica replica, InstantSource clock, RandomGenerator random) {
    this.replica = replica;
    this.clock = clock;
    this.random = random;
  }

  Txid tail() {
    return tail;
  }

  State stateAt(Txid txid) {
    return Optional.ofNullable(states.get(txid)).orElseThrow();
  }

  /** Another process took over. */
  void nextWriter() {
    writer += 1L << 32 | 3;
  }

  void setWriter(long nodeId) {
    this.writer = nodeId;
  }

  /** Makes the database {@code pages} long, with all pages new, and ships that. */
  SegmentInfo shipWhole(int pages) {
    return shipWhole(PAGE_SIZE, pages);
  }

  SegmentInfo shipWhole(PageSize pageSize, int pages) {
    List<byte[]> all = new ArrayList<>();
    Set<Integer> changed = new TreeSet<>();
    for (int page = 1; page <= pages; page++) {
      all.add(randomPage(pageSize));
      changed.add(page);
    }
    state = new State(pageSize, all);
    return ship(changed);
  }

  /** Changes one or two pages and ships them. */
  SegmentInfo shipChange() {
    return shipChange(state.pages.size());
  }

  /** Changes a page or two and the size, and ships that. */
  SegmentInfo shipChange(int newPages) {
    List<byte[]> pages = new ArrayList<>(state.pages);
    int oldPages = pages.size();
    Set<Integer> changed = new TreeSet<>();
    while (pages.size() > newPages) {
      pages.removeLast();
    }
    while (pages.size() < newPages) {
      pages.add(randomPage(state.pageSize));
      changed.add(pages.size());
    }
    for (int i = 0; i < 2; i++) {
      int page = random.nextInt(Math.min(oldPages, newPages)) + 1;
      pages.set(page - 1, randomPage(state.pageSize));
      changed.add(page);
    }
    state = new State(state.pageSize, pages);
    return ship(changed);
  }

  /** Ships a segment that changes nothing. */
  SegmentInfo shipFence() {
    return ship(Set.of());
  }

  /** Ships a segment with only these pages, whatever is missing. */
  SegmentInfo ship(Set<Integer> changed) {
    tail = tail.next();
    states.put(tail, state);
    return write(0, TxidRange.of(tail), changed);
  }

  @Override
  public Optional<SegmentInfo> write() {
    Set<Integer> all = new TreeSet<>();
    for (int page = 1; page <= state.pages.size(); page++) {
      all.add(page);
    }
    return Optional.of(write(SegmentInfo.SNAPSHOT_LEVEL, TxidRange.upTo(tail), all));
  }

  private SegmentInfo write(int level, TxidRange range, Set<Integer> pages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LtxHeader header =
        LtxHeader.of(
            state.pageSize, state.pages.size(), range, clock.instant(), WalRange.NONE, writer);
    try (LtxEncoder encoder = new LtxEncoder(out, header, PageFormat.BLOCK)) {
      for (int page : new TreeSet<>(pages)) {
        encoder.writePage(page, state.pages.get(page - 1), 0);
      }
      encoder.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Body body = Body.of(out.toByteArray());
    PutOutcome outcome = replica.create(level, range, body, header.timestamp());
    boolean isThere = level > 0 && outcome instanceof PutOutcome.Taken;
    if (!isThere && !(outcome instanceof PutOutcome.Created)) {
      throw new IllegalStateException(replica.nameOf(level, range) + ": " + outcome);
    }
    return new SegmentInfo(level, range, body.sizeBytes(), header.timestamp());
  }

  private byte[] randomPage(PageSize pageSize) {
    byte[] page = new byte[pageSize.bytes()];
    random.nextBytes(page);
    return page;
  }

  /** Restores what a plan says. */
  static State restore(Replica replica, List<SegmentInfo> plan) {
    List<byte[]> pages = new ArrayList<>();
    PageSize pageSize = PAGE_SIZE;
    for (SegmentInfo segment : plan) {
      try (LtxDecoder decoder = new LtxDecoder(replica.open(segment), replica.nameOf(segment))) {
        pageSize = decoder.header().pageSize();
        resize(pages, decoder.header().commitPages(), pageSize);
        byte[] page = new byte[pageSize.bytes()];
        for (int n = decoder.nextPage(page, 0); n != 0; n = decoder.nextPage(page, 0)) {
          pages.set(n - 1, page.clone());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new State(pageSize, pages);
  }

  private static void resize(List<byte[]> pages, int count, PageSize pageSize) {
    while (pages.size() > count) {
      pages.removeLast();
    }
    while (pages.size() < count) {
      pages.add(new byte[pageSize.bytes()]);
    }
  }
}
