package dev.seseragi.engine.ledger;

import dev.seseragi.engine.ledger.LedgerFile.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of all pages as the replica has them, and which state of the replica that is.
 *
 * <p>Not safe for use by several threads at once; may be handed from one to another. An I/O error
 * of the file never reaches the caller as such: the ledger then knows nothing any more.
 */
public final class PageLedger implements AutoCloseable {
  private static final int RUN_PAGES = 1024;
  private static final int SPARSE_PAGES = 64;

  private final Path path;
  private @Nullable LedgerFile file;
  private @Nullable Entry settled;
  private @Nullable LedgerState torn;

  private PageLedger(Path path) {
    this.path = path;
  }

  /**
   * Opens the ledger in a file, whatever is in it: what is damaged, or was never there, is not
   * known.
   *
   * @param path a file in an existing folder
   */
  public static PageLedger open(Path path) {
    PageLedger ledger = new PageLedger(path);
    try {
      ledger.load();
    } catch (IOException unreadable) {
      ledger.forget();
    }
    return ledger;
  }

  /** The state that the hashes describe; empty if nothing is known. */
  public Optional<LedgerState> state() {
    return Optional.ofNullable(settled).map(Entry::state);
  }

  /**
   * The state to which the hashes were being brought when the process ended. {@link #apply} of that
   * segment once more completes it.
   */
  public Optional<LedgerState> torn() {
    return Optional.ofNullable(torn);
  }

  /**
   * Brings the ledger to the next state.
   *
   * @param next the state after the segment
   * @param pages the pages of the segment, ascending
   * @param hashes their hashes, in the same order
   * @return whether the ledger knows the state now
   */
  public boolean apply(LedgerState next, int[] pages, long[] hashes) {
    Entry from = settled;
    LedgerFile target = file;
    if (from == null || target == null || !from.state().pageSize().equals(next.pageSize())) {
      forget();
      return false;
    }
    try {
      boolean isCompleting = next.equals(torn);
      int before = from.state().commitPages();
      if (!isCompleting && !target.isInPlace(before)) {
        forget();
        return false;
      }
      if (isCompleting) {
        return complete(target, next, pages, hashes);
      }
      advance(target, new Entry(next, sumAfter(target, from, next, pages, hashes)), pages, hashes);
      return true;
    } catch (IOException unwritable) {
      forget();
      return false;
    }
  }

  /** The same pages, but found at another place of the WAL. */
  public void moveTo(LedgerState same) {
    Entry entry = settled;
    LedgerFile target = file;
    if (entry == null || target == null || entry.state().equals(same)) {
      return;
    }
    try {
      Entry moved = new Entry(same, entry.sum());
      target.writeSettled(moved);
      settled = moved;
    } catch (IOException unwritable) {
      forget();
    }
  }

  /**
   * Begins anew with a whole copy of the database.
   *
   * @param pages all of its pages, ascending
   * @param hashes their hashes, in the same order
   */
  public void replace(LedgerState state, int[] pages, long[] hashes) {
    try (LedgerBuilder builder = rebuild()) {
      for (int i = 0; i < pages.length; i++) {
        builder.put(pages[i], hashes[i]);
      }
      builder.finish(state);
      reload();
    } catch (IOException unwritable) {
      forget();
    }
  }

  /** The hashes, to compare a database with, page by page in ascending order. */
  public LedgerReader reader() {
    Entry entry = settled;
    LedgerFile source = file;
    if (entry == null || source == null) {
      throw new IllegalStateException("the page ledger knows nothing");
    }
    return new LedgerReader(source, entry);
  }

  /** Whether the hashes in the file are still the ones that were written. Reads all of them. */
  public boolean isIntact() {
    Entry entry = settled;
    LedgerFile source = file;
    if (entry == null || source == null || !source.isInPlace(entry.state().commitPages())) {
      return false;
    }
    return new LedgerReader(source, entry).isIntact();
  }

  /** Begins a ledger of a whole database that takes this one's place when it is finished. */
  public LedgerBuilder rebuild() throws IOException {
    return LedgerBuilder.create(path);
  }

  /** Uses the ledger that a {@link LedgerBuilder} has put in place of this one. */
  public void reload() {
    close();
    try {
      load();
    } catch (IOException unreadable) {
      forget();
    }
  }

  /** From now on nothing is known; the file is emptied so that no later process believes it. */
  public void forget() {
    settled = null;
    torn = null;
    try {
      if (file != null) {
        file.clear();
      }
    } catch (IOException alreadyUseless) {
      // What cannot be written can at most be an older state, which its checksum and sum reveal.
    }
  }

  /** Makes what is known survive a loss of power. */
  public void force() {
    try {
      if (file != null) {
        file.force();
      }
    } catch (IOException e) {
      forget();
    }
  }

  @Override
  public void close() {
    settled = null;
    torn = null;
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the page ledger " + path, e);
    } finally {
      file = null;
    }
  }

  private void load() throws IOException {
    LedgerFile opened = LedgerFile.open(path);
    file = opened;
    Optional<Entry> last = opened.readSettled();
    Optional<Entry> next = opened.readInProgress();
    if (last.isPresent() && new LedgerReader(opened, last.get()).isIntact()) {
      settled = last.get();
    } else if (next.isPresent() && new LedgerReader(opened, next.get()).isIntact()) {
      settled = next.get();
    } else if (last.isPresent() && next.isPresent()) {
      settled = last.get();
      torn = next.get().state();
    }
  }

  private static long sumAfter(
      LedgerFile file, Entry from, LedgerState next, int[] pages, long[] hashes)
      throws IOException {
    int before = from.state().commitPages();
    long sum = from.sum();
    HashWindow old = new HashWindow(file, SPARSE_PAGES);
    for (int i = 0; i < pages.length; i++) {
      if (pages[i] <= before) {
        sum -= PageHash.weight(pages[i], old.hash(pages[i]));
      }
      sum += PageHash.weight(pages[i], hashes[i]);
    }
    for (int page = next.commitPages() + 1; page <= before; page++) {
      sum -= PageHash.weight(page, old.hash(page));
    }
    return sum;
  }

  private void advance(LedgerFile target, Entry next, int[] pages, long[] hashes)
      throws IOException {
    target.writeInProgress(next);
    writeRuns(target, pages, hashes);
    target.resize(next.state().commitPages());
    target.writeSettled(next);
    settled = next;
    torn = null;
  }

  /** Repeats an update that was cut off in the middle; its sum tells whether that mended it. */
  private boolean complete(LedgerFile target, LedgerState next, int[] pages, long[] hashes)
      throws IOException {
    writeRuns(target, pages, hashes);
    target.resize(next.commitPages());
    Optional<Entry> expected = target.readInProgress();
    if (expected.isEmpty() || !new LedgerReader(target, expected.get()).isIntact()) {
      forget();
      return false;
    }
    target.writeSettled(expected.get());
    settled = expected.get();
    torn = null;
    return true;
  }

  private static void writeRuns(LedgerFile target, int[] pages, long[] hashes) throws IOException {
    ByteBuffer run = ByteBuffer.allocate(RUN_PAGES * 8);
    for (int i = 0; i < pages.length; i++) {
      run.putLong(hashes[i]);
      boolean endsRun = i + 1 == pages.length || pages[i + 1] != pages[i] + 1;
      if (endsRun || !run.hasRemaining()) {
        int first = pages[i] - run.position() / 8 + 1;
        target.writeHashes(first, run.flip());
        run.clear();
      }
    }
  }
}
