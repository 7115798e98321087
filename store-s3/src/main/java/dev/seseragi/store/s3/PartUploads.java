package dev.seseragi.store.s3;

import dev.seseragi.store.s3.S3Settings.S3Upload;
import dev.seseragi.store.s3.Uploads.Upload;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Stores a large body in parts, some of them at once. Nothing has the key before the last request,
 * which is the conditional one. Parts of an upload that fails are given back.
 *
 * <p>Each part, and not the whole upload, has the limits of a call.
 */
final class PartUploads {
  private static final Logger LOG = System.getLogger(PartUploads.class.getName());

  /** S3 takes no more. */
  private static final int MAX_PARTS = 10_000;

  private final Calls calls;
  private final String bucket;
  private final S3Upload settings;
  private final Encrypting encrypting;
  private final Uploads uploads;

  PartUploads(Calls calls, String bucket, S3Upload settings, Uploads uploads) {
    this.calls = calls;
    this.bucket = bucket;
    this.settings = settings;
    this.encrypting = new Encrypting(settings);
    this.uploads = uploads;
  }

  /** A part that is stored: its tag, and its MD5 in hexadecimal. */
  private record Stored(CompletedPart part, String md5) {}

  void store(Upload upload) throws FailedCallException {
    String id = begin(upload);
    boolean isDone = false;
    try {
      List<Stored> parts = sendAll(upload, id);
      String etag = complete(upload, id, parts);
      isDone = true;
      uploads.verify(upload, etag, expectedEtag(parts));
    } finally {
      if (!isDone) {
        abort(upload, id);
      }
    }
  }

  private String begin(Upload upload) throws FailedCallException {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(bucket)
            .key(upload.key())
            .contentType("application/octet-stream")
            .metadata(Timestamps.metadata(upload.timestamp()));
    encrypting.apply(request);
    CreateMultipartUploadRequest built = request.build();
    try {
      return calls.call(
          "s3:PutObject",
          client -> {
            String id = client.createMultipartUpload(built).uploadId();
            if (id == null || id.isEmpty()) {
              throw new BadAnswerException("an upload in parts was begun without an id");
            }
            return id;
          });
    } catch (FailedCallException e) {
      throw e.notApplied();
    }
  }

  private List<Stored> sendAll(Upload upload, String id) throws FailedCallException {
    List<BodyPart> parts = split(upload);
    List<Stored> stored = Collections.synchronizedList(new ArrayList<>(parts.size()));
    AtomicInteger next = new AtomicInteger();
    AtomicReference<FailedCallException> failure = new AtomicReference<>();
    Callable<Void> worker =
        () -> {
          int index;
          while (failure.get() == null && (index = next.getAndIncrement()) < parts.size()) {
            try {
              stored.add(send(upload, id, index + 1, parts.get(index)));
            } catch (FailedCallException e) {
              failure.compareAndSet(null, e);
            }
          }
          return null;
        };
    run(Collections.nCopies(Math.min(settings.concurrency(), parts.size()), worker));
    FailedCallException failed = failure.get();
    if (failed != null) {
      throw failed.notApplied();
    }
    stored.sort((one, other) -> one.part().partNumber().compareTo(other.part().partNumber()));
    return stored;
  }

  private static void run(List<Callable<Void>> workers) throws FailedCallException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> worker : executor.invokeAll(workers)) {
        worker.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedCallException(Failure.over("the thread was interrupted", false, e), false);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private List<BodyPart> split(Upload upload) {
    long sizeBytes = upload.body().sizeBytes();
    long partBytes = Math.max(settings.partSizeBytes(), Math.ceilDiv(sizeBytes, MAX_PARTS));
    List<BodyPart> parts = new ArrayList<>();
    for (long offset = 0; offset < sizeBytes; offset += partBytes) {
      long length = Math.min(partBytes, sizeBytes - offset);
      parts.add(new BodyPart(upload.body(), offset, length, offset + length == sizeBytes));
    }
    return parts;
  }

  private Stored send(Upload upload, String id, int number, BodyPart part)
      throws FailedCallException {
    Md5 md5 = Uploads.md5(part);
    UploadPartRequest.Builder request =
        UploadPartRequest.builder()
            .bucket(bucket)
            .key(upload.key())
            .uploadId(id)
            .partNumber(number)
            .contentMD5(md5.base64());
    encrypting.apply(request);
    UploadPartRequest built = request.build();
    String etag =
        calls.call(
            "s3:PutObject",
            client -> {
              String found = client.uploadPart(built, Uploads.body(part)).eTag();
              return Objects.requireNonNullElse(found, "");
            });
    return new Stored(CompletedPart.builder().partNumber(number).eTag(etag).build(), md5.hex());
  }

  private String complete(Upload upload, String id, List<Stored> parts) throws FailedCallException {
    CompleteMultipartUploadRequest.Builder request =
        CompleteMultipartUploadRequest.builder()
            .bucket(bucket)
            .key(upload.key())
            .uploadId(id)
            .multipartUpload(it -> it.parts(parts.stream().map(Stored::part).toList()));
    if (upload.isCreate()) {
      request.ifNoneMatch("*");
    }
    encrypting.apply(request);
    CompleteMultipartUploadRequest built = request.build();
    return calls.call(
        "s3:PutObject",
        client -> {
          String etag = client.completeMultipartUpload(built).eTag();
          if (etag == null) {
            throw new BadAnswerException("an upload in parts was completed without an ETag");
          }
          return etag;
        });
  }

  /** S3's rule: the MD5 of the parts' MD5s, and how many they are. */
  private static String expectedEtag(List<Stored> parts) {
    byte[] all = new byte[16 * parts.size()];
    for (int i = 0; i < parts.size(); i++) {
      byte[] md5 = HexFormat.of().parseHex(parts.get(i).md5());
      System.arraycopy(md5, 0, all, 16 * i, md5.length);
    }
    return Md5.of(all).hex() + "-" + parts.size();
  }

  /** Also for a caller that was interrupted: the parts would be paid for until somebody looks. */
  private void abort(Upload upload, String id) {
    boolean wasInterrupted = Thread.interrupted();
    try {
      AbortMultipartUploadRequest request =
          AbortMultipartUploadRequest.builder()
              .bucket(bucket)
              .key(upload.key())
              .uploadId(id)
              .build();
      var _ =
          calls.tryOnce("s3:AbortMultipartUpload", client -> client.abortMultipartUpload(request));
    } catch (FailedCallException e) {
      LOG.log(
          Level.WARNING,
          "the parts of an upload to {0} that failed stay in bucket {1}, which costs their storage"
              + " ({2}). A lifecycle rule that aborts incomplete multipart uploads removes them",
          upload.key(),
          bucket,
          e.getMessage());
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
