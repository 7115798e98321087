package dev.seseragi.engine.restore;

import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A replica together with every state of the database that it was made from. */
final class ModelReplica {
  /** TXID n is so many seconds later. */
  static final Instant EPOCH = Instant.parse("2026-11-21T00:00:00Z");

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  final MovingStore store;
  final PageSize pageSize;
  private final List<byte[]> states = new ArrayList<>();
  private final List<SortedSet<Integer>> changed = new ArrayList<>();

  ModelReplica(MovingStore store, PageSize pageSize) {
    this.store = store;
    this.pageSize = pageSize;
    states.add(new byte[0]);
    changed.add(new TreeSet<>());
  }

  /** The newest position. */
  int tail() {
    return states.size() - 1;
  }

  byte[] state(int txid) {
    return states.get(txid);
  }

  static Instant time(int txid) {
    return EPOCH.plusSeconds(txid);
  }

  int pages(int txid) {
    return states.get(txid).length / pageSize.bytes();
  }

  /** Makes the next state and its level-0 segment. */
  void commit(byte[] state) {
    System.arraycopy(MAGIC, 0, state, 0, MAGIC.length);
    state[16] = (byte) (pageSize.bytes() == 1 << 16 ? 0 : pageSize.bytes() >>> 8);
    state[17] = (byte) (pageSize.bytes() == 1 << 16 ? 1 : 0);
    // Says that the size in the header does not count.
    state[95] = (byte) (state[27] + 1);
    byte[] before = states.getLast();
    SortedSet<Integer> pages = new TreeSet<>();
    for (int page = 1; page <= state.length / pageSize.bytes(); page++) {
      int at = (int) pageSize.offsetOf(page);
      if (at >= before.length
          || !Arrays.equals(before, at, at + pageSize.bytes(), state, at, at + pageSize.bytes())) {
        pages.add(page);
      }
    }
    states.add(state);
    changed.add(pages);
    segment(0, tail(), tail());
  }

  /** Writes the segment of a level and range, as compaction would. */
  void segment(int level, int min, int max) {
    segment(level, min, max, 0);
  }

  void segment(int level, int min, int max, long nodeId) {
    store.put(name(level, min, max), bytes(min, max, nodeId), time(max));
  }

  /** Writes a snapshot, which is made a little later than the state it holds. */
  void snapshot(int max) {
    store.put(name(9, 1, max), bytes(1, max, 0), time(max).plusMillis(500));
  }

  static String name(int level, int min, int max) {
    return "ltx/%d/%016x-%016x.ltx".formatted(level, min, max);
  }

  byte[] bytes(int min, int max, long nodeId) {
    int commit = pages(max);
    Set<Integer> pages = new TreeSet<>();
    for (int txid = min; txid <= max; txid++) {
      pages.addAll(changed.get(txid));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LtxHeader header =
        LtxHeader.of(
            pageSize,
            commit,
            new TxidRange(new Txid(min), new Txid(max)),
            time(max),
            WalRange.NONE,
            nodeId);
    try (LtxEncoder encoder = new LtxEncoder(out, header, PageFormat.BLOCK)) {
      for (int page : pages) {
        if (page <= commit) {
          encoder.writePage(page, states.get(max), (int) pageSize.offsetOf(page));
        }
      }
      encoder.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
