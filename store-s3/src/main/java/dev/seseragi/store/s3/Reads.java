package dev.seseragi.store.s3;

import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads objects and looks at them. */
final class Reads {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private static final int NOT_FOUND = 404;

  private final Calls calls;
  private final String bucket;
  private final Encrypting encrypting;

  Reads(Calls calls, S3Settings settings) {
    this.calls = calls;
    this.bucket = settings.location().bucket();
    this.encrypting = new Encrypting(settings.upload());
  }

  /** Which bytes were asked for; all of them without a header, which an empty object needs. */
  private record Wanted(long offsetBytes, long lengthBytes) {
    boolean isAll() {
      return offsetBytes == 0 && lengthBytes == Long.MAX_VALUE;
    }

    /** The last byte, or none if that is the object's own. */
    private Optional<Long> last() {
      return lengthBytes > Long.MAX_VALUE - offsetBytes
          ? Optional.empty()
          : Optional.of(offsetBytes + lengthBytes - 1);
    }

    String header() {
      return "bytes=" + offsetBytes + "-" + last().map(Object::toString).orElse("");
    }

    /** How many bytes must come. */
    long check(GetObjectResponse answer) {
      Long contentBytes = answer.contentLength();
      if (contentBytes == null) {
        throw new BadAnswerException("an object came without its length");
      }
      if (isAll()) {
        return contentBytes;
      }
      @Nullable String range = answer.contentRange();
      Matcher parts = CONTENT_RANGE.matcher(range == null ? "" : range);
      if (!parts.matches()) {
        throw new BadAnswerException(
            "asked for %s, the answer's range is \"%s\"".formatted(header(), range));
      }
      long from = Long.parseLong(parts.group(1));
      long to = Long.parseLong(parts.group(2));
      long end = Long.parseLong(parts.group(3)) - 1;
      if (from != offsetBytes
          || to != Math.min(end, last().orElse(end))
          || contentBytes != to - from + 1) {
        throw new BadAnswerException(
            "asked for %s, the answer has %,d bytes and the range \"%s\""
                .formatted(header(), contentBytes, range));
      }
      return contentBytes;
    }
  }

  /**
   * Opens a range of an object.
   *
   * @param open has the stream as long as it is open
   */
  InputStream open(String key, long offsetBytes, long lengthBytes, Set<S3Range> open)
      throws FailedCallException {
    Wanted wanted = new Wanted(offsetBytes, lengthBytes);
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key);
    if (!wanted.isAll()) {
      request.range(wanted.header());
    }
    encrypting.apply(request);
    GetObjectRequest built = request.build();
    try {
      return calls.call("s3:GetObject", client -> open(client, built, wanted, open));
    } catch (FailedCallException e) {
      if (e.kind() == Failure.Kind.OUT_OF_RANGE) {
        return InputStream.nullInputStream();
      }
      throw e;
    }
  }

  private static InputStream open(
      S3Client client, GetObjectRequest request, Wanted wanted, Set<S3Range> open) {
    ResponseInputStream<GetObjectResponse> bytes = client.getObject(request);
    try {
      long sizeBytes = wanted.check(bytes.response());
      if (Thread.currentThread().isInterrupted()) {
        throw new BadAnswerException("the answer came too late");
      }
      S3Range range = new S3Range(bytes, sizeBytes, open);
      open.add(range);
      return range;
    } catch (RuntimeException e) {
      bytes.abort();
      throw e;
    }
  }

  /** An object's head; empty if the bucket is there and has no such key. */
  Optional<HeadObjectResponse> head(String key) throws FailedCallException {
    HeadObjectRequest.Builder request = HeadObjectRequest.builder().bucket(bucket).key(key);
    encrypting.apply(request);
    HeadObjectRequest built = request.build();
    return calls.call("s3:GetObject", client -> head(client, built, key));
  }

  private Optional<HeadObjectResponse> head(
      S3Client client, HeadObjectRequest request, String key) {
    try {
      HeadObjectResponse found = client.headObject(request);
      if (found.contentLength() == null || found.lastModified() == null) {
        throw new BadAnswerException("an object's head came without length or time");
      }
      return Optional.of(found);
    } catch (S3Exception e) {
      if (e.statusCode() != NOT_FOUND) {
        throw e;
      }
      // A head has no body that could say what is missing, the object or the bucket.
      if (client.listObjectsV2(it -> it.bucket(bucket).prefix(key).maxKeys(1)).isTruncated()
          == null) {
        throw new BadAnswerException("a listing does not say whether it is complete");
      }
      return Optional.empty();
    }
  }
}
