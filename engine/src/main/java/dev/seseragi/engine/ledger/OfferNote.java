package dev.seseragi.engine.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Which segment this database offered to its replica last, in a file beside the ledger. It is
 * written before the offer: only by it a segment behind the ledger is known to be the database's
 * own, for a copy of the ledger, or one that a restore made, carries the same writer's id.
 *
 * <p>Survives the end of the process, not a loss of power; what is damaged was never written.
 */
public final class OfferNote {
  private static final int BYTES = 28;

  private final Path file;

  /** The note in a file, which need not exist. */
  public OfferNote(Path file) {
    this.file = file;
  }

  /**
   * A segment that was offered.
   *
   * @param slot its place
   * @param nodeId its writer's id
   * @param fileChecksum its checksum
   */
  public record Offered(Txid slot, long nodeId, long fileChecksum) {}

  /**
   * Notes an offer.
   *
   * @throws IOException if that is not possible; without a note the offer can still be made
   */
  public void write(Offered offered) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(offered.slot().value()).putLong(offered.nodeId());
    bytes.putLong(offered.fileChecksum());
    bytes.putInt(checksum(bytes.array()));
    // In place, at each commit of a durable database: making a file shorter first costs some file
    // systems a write to the disk.
    try (FileChannel note = FileChannel.open(file, CREATE, WRITE)) {
      ByteBuffer rest = bytes.flip();
      while (rest.hasRemaining()) {
        note.write(rest, rest.position());
      }
      if (note.size() > BYTES) {
        note.truncate(BYTES);
      }
    }
  }

  /** The last offer; empty if none is known. */
  public Optional<Offered> read() {
    try {
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      if (bytes.length != BYTES || buffer.getInt(BYTES - Integer.BYTES) != checksum(bytes)) {
        return Optional.empty();
      }
      return Optional.of(
          new Offered(new Txid(buffer.getLong()), buffer.getLong(), buffer.getLong()));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(Arrays.copyOf(bytes, BYTES - Integer.BYTES));
    return (int) crc.getValue();
  }
}
