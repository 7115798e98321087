package dev.seseragi.store.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.seseragi.store.Body;
import dev.seseragi.store.azure.Calls.FailedException;
import dev.seseragi.store.remote.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The upload of one body: in one request if it fits into a block of 4 MiB, otherwise block by block
 * and then named in one request. Blocks that are never named harm nobody; the service drops them
 * after a week. Every request carries the MD5 of its bytes, which the service compares.
 *
 * <p>In memory are at most {@link #AT_ONCE} blocks; they are of 4 MiB up to bodies of 195 GiB, and
 * of a 50,000th of the body beyond.
 */
final class Upload {
  private static final int BLOCK_BYTES = 4 << 20;

  /** The service's bound (Put Block List). */
  private static final int MAX_BLOCKS = 50_000;

  /** How many blocks are on their way at the same time. */
  private static final int AT_ONCE = 3;

  private final BlockBlobClient blob;
  private final Body body;
  private final Order order;
  private final Calls calls;
  private final ThreadFactory threads;
  private final Deadline deadline;

  /**
   * What is to be uploaded.
   *
   * @param isCreate whether it must fail if something has the name
   */
  record Order(BlockBlobClient blob, Body body, Instant timestamp, boolean isCreate) {}

  /** An upload that has not begun. */
  Upload(Order order, Calls calls, ThreadFactory threads, Deadline deadline) {
    this.blob = order.blob();
    this.body = order.body();
    this.order = order;
    this.calls = calls;
    this.threads = threads;
    this.deadline = deadline;
  }

  /**
   * Does it.
   *
   * @throws FailedException with {@link Failure#UNCERTAIN} if it may have been done all the same
   */
  void run() throws FailedException {
    try (InputStream bytes = body.open()) {
      if (body.sizeBytes() <= BLOCK_BYTES) {
        putWhole(readExactly(bytes, (int) body.sizeBytes(), true));
      } else {
        commit(stage(bytes));
      }
    } catch (BodyException e) {
      throw new FailedException(Failure.REFUSED, e);
    } catch (IOException e) {
      throw new FailedException(Failure.REFUSED, new BodyException(e));
    }
  }

  private void putWhole(byte[] bytes) throws FailedException {
    byte[] md5 = md5(bytes);
    BlockBlobSimpleUploadOptions options =
        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(bytes))
            .setHeaders(headers())
            .setMetadata(Timestamps.metadata(order.timestamp()))
            .setTier(AccessTier.HOT)
            .setContentMd5(md5)
            .setRequestConditions(conditions());
    BlockBlobItem item =
        calls.run(deadline, () -> blob.uploadWithResponse(options, null, Context.NONE).getValue());
    byte[] stored = item.getContentMd5();
    if (stored == null) {
      checkSize();
    } else if (!Arrays.equals(stored, md5)) {
      throw damaged("other bytes than were sent");
    }
  }

  private List<String> stage(InputStream bytes) throws IOException, FailedException {
    long sizeBytes = body.sizeBytes();
    int blockBytes = Math.toIntExact(Math.max(BLOCK_BYTES, sizeBytes / MAX_BLOCKS + 1));
    // Two uploads of one blob share its unnamed blocks: none may have another's names.
    String upload = UUID.randomUUID().toString();
    List<String> ids = new ArrayList<>();
    try (Window window = new Window(AT_ONCE, threads)) {
      for (long at = 0; at < sizeBytes; at += blockBytes) {
        int count = (int) Math.min(blockBytes, sizeBytes - at);
        byte[] block = readExactly(bytes, count, at + count == sizeBytes);
        // All names of a blob's blocks must be of the same length (Put Block).
        String id = blockId("%s-%05d".formatted(upload, ids.size()));
        ids.add(id);
        window.begin(() -> stage(id, block));
      }
      window.await();
      return ids;
    } catch (FailedException e) {
      // Until the blocks are named nothing has happened, whatever became of one of them.
      throw e.kind() == Failure.REFUSED ? e : new FailedException(Failure.NOT_SENT, e.error());
    }
  }

  private boolean stage(String id, byte[] block) throws FailedException {
    BlockBlobStageBlockOptions options =
        new BlockBlobStageBlockOptions(id, BinaryData.fromBytes(block)).setContentMd5(md5(block));
    calls.run(deadline, () -> blob.stageBlockWithResponse(options, null, Context.NONE));
    return true;
  }

  private void commit(List<String> ids) throws FailedException {
    BlockBlobCommitBlockListOptions options =
        new BlockBlobCommitBlockListOptions(ids)
            .setHeaders(headers())
            .setMetadata(Timestamps.metadata(order.timestamp()))
            .setTier(AccessTier.HOT)
            .setRequestConditions(conditions());
    calls.run(deadline, () -> blob.commitBlockListWithResponse(options, null, Context.NONE));
    checkSize();
  }

  private void checkSize() throws FailedException {
    long stored;
    try {
      stored = calls.run(deadline, () -> blob.getProperties().getBlobSize());
    } catch (FailedException e) {
      throw new FailedException(Failure.UNCERTAIN, e.error());
    }
    if (stored != body.sizeBytes()) {
      throw damaged("%,d of %,d bytes".formatted(stored, body.sizeBytes()));
    }
  }

  private static FailedException damaged(String what) {
    return new FailedException(
        Failure.UNCERTAIN, new IOException("the service has stored " + what));
  }

  private static BlobHttpHeaders headers() {
    return new BlobHttpHeaders().setContentType("application/octet-stream");
  }

  private @Nullable BlobRequestConditions conditions() {
    return order.isCreate() ? new BlobRequestConditions().setIfNoneMatch("*") : null;
  }

  private byte[] readExactly(InputStream bytes, int count, boolean isLast) throws IOException {
    byte[] read = bytes.readNBytes(count);
    if (read.length < count || (isLast && bytes.read() >= 0)) {
      throw new BodyException(
          "the body was to have %,d bytes and has %s"
              .formatted(body.sizeBytes(), read.length < count ? "fewer" : "more"));
    }
    return read;
  }

  private static String blockId(String name) {
    return Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
