package dev.seseragi.store.s3;

import dev.seseragi.store.Body;
import dev.seseragi.store.s3.S3Settings.S3Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Brings bodies into the bucket and makes sure that they are there as they were sent: S3 compares
 * each request's body with its {@code Content-MD5}, and what it says it has is compared again.
 *
 * <p>Bodies are read from {@link Body#open} each time they are needed (for the checksum, the
 * signature, each attempt); of a body in parts too no part is held in memory.
 */
final class Uploads {
  private static final String TYPE = "application/octet-stream";

  private final Calls calls;
  private final String bucket;
  private final S3Upload settings;
  private final Encrypting encrypting;

  Uploads(Calls calls, S3Settings settings) {
    this.calls = calls;
    this.bucket = settings.location().bucket();
    this.settings = settings.upload();
    this.encrypting = new Encrypting(settings.upload());
  }

  /**
   * What is to be stored.
   *
   * @param isCreate whether only if nothing has the key
   */
  record Upload(String key, Body body, Instant timestamp, boolean isCreate) {}

  /**
   * Stores a body; returns when it is there, whole.
   *
   * @throws UncheckedIOException if the body cannot be read or is not as long as it says; then
   *     nothing was stored
   */
  void store(Upload upload) throws FailedCallException {
    if (upload.body().sizeBytes() > settings.partSizeBytes()) {
      new PartUploads(calls, bucket, settings, this).store(upload);
      return;
    }
    BodyPart whole = BodyPart.whole(upload.body());
    Md5 md5 = md5(whole);
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(upload.key())
            .contentMD5(md5.base64())
            .metadata(Timestamps.metadata(upload.timestamp()));
    if (upload.isCreate()) {
      request.ifNoneMatch("*");
    }
    encrypting.apply(request);
    PutObjectRequest built = request.build();
    String etag = calls.call("s3:PutObject", client -> client.putObject(built, body(whole))).eTag();
    verify(upload, etag, md5.hex());
  }

  static Md5 md5(BodyPart part) {
    try (InputStream bytes = part.open()) {
      return Md5.of(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RequestBody body(BodyPart part) {
    return RequestBody.fromContentProvider(
        () -> {
          try {
            return part.open();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        part.sizeBytes(),
        TYPE);
  }

  /**
   * An ETag is the MD5 of what was stored, but not with KMS, with keys of ours, and at some other
   * stores. Then the size must do.
   */
  void verify(Upload upload, @Nullable String etag, String expectedEtag)
      throws FailedCallException {
    if (expectedEtag.equals(Optional.ofNullable(etag).orElse("").replace("\"", ""))) {
      return;
    }
    HeadObjectRequest.Builder head = HeadObjectRequest.builder().bucket(bucket).key(upload.key());
    encrypting.apply(head);
    HeadObjectRequest built = head.build();
    Long storedBytes;
    try {
      storedBytes = calls.call("s3:GetObject", client -> client.headObject(built)).contentLength();
    } catch (FailedCallException e) {
      throw e.maybeApplied();
    }
    if (storedBytes == null || storedBytes != upload.body().sizeBytes()) {
      String reason =
          "%,d bytes were sent and answered with success, but the store has %s"
              .formatted(
                  upload.body().sizeBytes(),
                  storedBytes == null ? "none" : "%,d".formatted(storedBytes));
      throw new FailedCallException(
          Failure.over(reason, true, new BadAnswerException(reason)), true);
    }
  }
}
