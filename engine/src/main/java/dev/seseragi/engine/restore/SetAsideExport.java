package dev.seseragi.engine.restore;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.fence.SetAside;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the database of a fenced writer, as it was with all that nobody acknowledged, out of what
 * was set aside and, where that is no whole copy, the state of the replica below it.
 */
public final class SetAsideExport {
  private final Replica replica;
  private final InstantSource clock;

  /** Exports from one replica. */
  public SetAsideExport(Replica replica, InstantSource clock) {
    this.replica = replica;
    this.clock = clock;
  }

  /** Everything that is set aside beside the replica. One listing. */
  public List<SetAside> list() {
    return SetAside.of(replica.list().others());
  }

  /**
   * Writes a writer's database. When it returns, the file is complete, verified and on disk; when
   * it throws, there is no file of that name.
   *
   * @param target nothing may have that name
   * @throws SeseragiException if nothing of that writer is set aside, or the target exists
   * @throws PointNotAvailableException if the state below it can no longer be restored
   */
  public void run(WriterId writer, Path target) throws IOException {
    List<SetAside> parts = list().stream().filter(part -> part.writer().equals(writer)).toList();
    if (parts.isEmpty()) {
      throw new SeseragiException(
          "nothing of writer %s is set aside in %s; `seseragi fenced list` shows what there is"
              .formatted(writer, replica.describe()));
    }
    if (Files.exists(target)) {
      throw new SeseragiException(target + " exists already; choose another name");
    }
    Path file = target.resolveSibling(target.getFileName() + ".export");
    try {
      write(parts, file);
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void write(List<SetAside> parts, Path file) throws IOException {
    int first = lastWhole(parts);
    if (first < 0) {
      first = 0;
      restoreBelow(parts.getFirst().slot(), file);
    }
    PageSize pageSize = null;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (SetAside part : parts.subList(first, parts.size())) {
        pageSize = apply(part, channel);
      }
      channel.force(true);
    }
    check(file, pageSize);
  }

  private static void check(Path file, @Nullable PageSize pageSize) {
    DatabaseChecks.integrity(file, IntegrityCheck.QUICK)
        .ifPresent(problem -> {
          throw new SeseragiException(
              "what is set aside makes no sound database (%s, page size %s)"
                  .formatted(problem, pageSize));
        });
  }

  /** The last part that needs nothing below it; negative if there is none. */
  private int lastWhole(List<SetAside> parts) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (header(parts.get(i)).isSnapshot()) {
        return i;
      }
    }
    return -1;
  }

  private void restoreBelow(Txid slot, Path file) {
    new Restore(replica, RestoreThreads.ofSystem(), clock)
        .run(new RestorePoint.AtTxid(slot.plus(-1)), file, RestoreOptions.defaults());
  }

  private LtxHeader header(SetAside part) {
    String name = part.object().name();
    try (InputStream in = replica.store().read(name, 0, LtxHeader.BYTES);
        LtxDecoder decoder = new LtxDecoder(in, name)) {
      return decoder.header();
    } catch (IOException e) {
      throw new StoreException("cannot read " + name, e);
    }
  }

  /** Writes the pages of a part over what is there. */
  private PageSize apply(SetAside part, FileChannel file) throws IOException {
    String name = part.object().name();
    try (InputStream in = replica.store().read(name, 0, Long.MAX_VALUE);
        LtxDecoder decoder = new LtxDecoder(in, name)) {
      PageSize pageSize = decoder.header().pageSize();
      byte[] page = new byte[pageSize.bytes()];
      for (int number = decoder.nextPage(page, 0);
          number != 0;
          number = decoder.nextPage(page, 0)) {
        ByteBuffer bytes = ByteBuffer.wrap(page);
        long offset = pageSize.offsetOf(number);
        while (bytes.hasRemaining()) {
          offset += file.write(bytes, offset);
        }
      }
      file.truncate(pageSize.bytesOf(decoder.header().commitPages()));
      return pageSize;
    }
  }
}
