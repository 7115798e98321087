package dev.seseragi.engine.batch;

import dev.seseragi.ltx.PageSize;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages by number, each in its newest version only. Beyond a bound of memory they lie in a
 * temporary file, which grows to at most the number of different pages times the page size.
 * Besides, about 16 bytes of memory go for each page.
 *
 * <p>Not safe for use by several threads at once; may be handed from one to another.
 */
public final class PageSpool implements AutoCloseable {
  /** Not less than the largest page. */
  private static final int CHUNK_BYTES = 64 * 1024;

  private final PageSize pageSize;
  private final int slotsPerChunk;
  private final int slotsInMemory;
  private final Path folder;
  private final List<byte[]> chunks = new ArrayList<>();
  private final PageMap slots = new PageMap();
  private @Nullable FileChannel file;
  private int slotsUsed;

  /**
   * An empty set.
   *
   * @param memoryBytes how many bytes of pages stay in memory
   * @param folder where the temporary file goes if they do not suffice; must exist by then
   */
  public PageSpool(PageSize pageSize, int memoryBytes, Path folder) {
    this.pageSize = pageSize;
    this.slotsPerChunk = CHUNK_BYTES / pageSize.bytes();
    this.slotsInMemory = memoryBytes / CHUNK_BYTES * slotsPerChunk;
    this.folder = folder;
  }

  /** The size of the pages. */
  public PageSize pageSize() {
    return pageSize;
  }

  /** How many different pages there are. */
  public int count() {
    return slots.count();
  }

  /** How many bytes the pages have together. */
  public long sizeBytes() {
    return pageSize.bytesOf(count());
  }

  /** Whether page {@code pageNumber} is there. */
  public boolean contains(int pageNumber) {
    return slots.get(pageNumber) != PageMap.ABSENT;
  }

  /** Takes a page over, in place of an older version of it. */
  public void put(int pageNumber, byte[] source, int offset) throws IOException {
    int slot = slots.get(pageNumber);
    if (slot == PageMap.ABSENT) {
      slot = slotsUsed++;
      slots.put(pageNumber, slot);
    }
    if (slot < slotsInMemory) {
      System.arraycopy(source, offset, chunk(slot), offsetInChunk(slot), pageSize.bytes());
    } else {
      writeFully(ByteBuffer.wrap(source, offset, pageSize.bytes()), offsetInFile(slot));
    }
  }

  /** Copies page {@code pageNumber}, which must be there, to {@code target}. */
  public void read(int pageNumber, byte[] target, int offset) throws IOException {
    int slot = slots.get(pageNumber);
    if (slot == PageMap.ABSENT) {
      throw new IllegalArgumentException("page " + pageNumber + " is not in the spool");
    }
    if (slot < slotsInMemory) {
      System.arraycopy(chunk(slot), offsetInChunk(slot), target, offset, pageSize.bytes());
    } else {
      readFully(ByteBuffer.wrap(target, offset, pageSize.bytes()), offsetInFile(slot));
    }
  }

  /** Forgets all pages above {@code commitPages}: the database was shrunk. Their place is lost. */
  public void truncate(int commitPages) {
    slots.removeAbove(commitPages);
  }

  /** The numbers of all pages, ascending. */
  public int[] pageNumbers() {
    return slots.sortedPages();
  }

  /** Forgets everything and removes the temporary file. */
  @Override
  public void close() throws IOException {
    chunks.clear();
    slots.clear();
    if (file != null) {
      file.close();
      file = null;
    }
  }

  private byte[] chunk(int slot) {
    int index = slot / slotsPerChunk;
    while (chunks.size() <= index) {
      chunks.add(new byte[CHUNK_BYTES]);
    }
    return chunks.get(index);
  }

  private int offsetInChunk(int slot) {
    return slot % slotsPerChunk * pageSize.bytes();
  }

  private long offsetInFile(int slot) {
    return (long) (slot - slotsInMemory) * pageSize.bytes();
  }

  private FileChannel file() throws IOException {
    if (file == null) {
      Path path = Files.createTempFile(folder, "pages-", ".spool");
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      // Without its name the file is gone with the process, however that ends.
      Files.deleteIfExists(path);
    }
    return file;
  }

  private void writeFully(ByteBuffer source, long position) throws IOException {
    while (source.hasRemaining()) {
      position += file().write(source, position);
    }
  }

  private void readFully(ByteBuffer target, long position) throws IOException {
    while (target.hasRemaining()) {
      int read = file().read(target, position);
      if (read < 0) {
        throw new EOFException("the temporary file of a page spool was cut by someone");
      }
      position += read;
    }
  }
}
