package dev.seseragi.engine.ledger;

import dev.seseragi.engine.ledger.LedgerFile.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Makes a ledger of a whole database, page by page in any order, beside the one in use. Safe for
 * use by several threads at once as long as each page comes once.
 */
public final class LedgerBuilder implements AutoCloseable {
  private static final int BLOCK_PAGES = 8192;

  /** Hashes of the first 2²⁰ pages wait in memory (8 MiB); later ones are written one by one. */
  private static final int BLOCKS = 128;

  private final long[] @Nullable [] blocks = new long[BLOCKS][];
  private final Path target;
  private final Path temporary;
  private final LedgerFile file;
  private long sum;
  private boolean isFinished;

  private LedgerBuilder(Path target, Path temporary, LedgerFile file) {
    this.target = target;
    this.temporary = temporary;
    this.file = file;
  }

  /** Begins a ledger that will be at {@code target}, in an existing folder. */
  public static LedgerBuilder create(Path target) throws IOException {
    Path temporary = target.resolveSibling(target.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    return new LedgerBuilder(target, temporary, LedgerFile.open(temporary));
  }

  /** Notes the hash of a page. */
  public synchronized void put(int pageNumber, long hash) throws IOException {
    int block = (pageNumber - 1) / BLOCK_PAGES;
    if (block < BLOCKS) {
      if (blocks[block] == null) {
        blocks[block] = new long[BLOCK_PAGES];
      }
      blocks[block][(pageNumber - 1) % BLOCK_PAGES] = hash;
    } else {
      file.writeHashes(pageNumber, ByteBuffer.allocate(Long.BYTES).putLong(0, hash));
    }
    sum += PageHash.weight(pageNumber, hash);
  }

  /** Puts the ledger in its place; pages that never came have no hash. */
  public synchronized void finish(LedgerState state) throws IOException {
    for (int block = 0; block < BLOCKS; block++) {
      if (blocks[block] != null) {
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK_PAGES * Long.BYTES);
        bytes.asLongBuffer().put(blocks[block]);
        file.writeHashes(block * BLOCK_PAGES + 1, bytes);
      }
    }
    file.resize(state.commitPages());
    file.writeSettled(new Entry(state, sum));
    file.force();
    file.close();
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    isFinished = true;
  }

  /** Gives up what is not finished. */
  @Override
  public synchronized void close() throws IOException {
    if (!isFinished) {
      file.close();
      Files.deleteIfExists(temporary);
    }
  }
}
