package dev.seseragi.store.s3;

import dev.seseragi.store.StoreConfigurationException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * How a replica's bucket is reached and written to.
 *
 * @param keys empty for the chain of providers that AWS's clients have in common
 */
record S3Settings(S3Location location, Optional<S3Keys> keys, S3Wire wire, S3Upload upload) {

  /**
   * Where the replica is.
   *
   * @param bucket a name, or the ARN of an access point
   * @param prefix what stands before the {@code /} of each key, exactly as Litestream has it: may
   *     be empty, ".", or begin with a {@code /}
   * @param endpoint empty for AWS
   * @param region the bucket's, or where to ask for it
   * @param isRegionCertain whether requests go there and nowhere else
   */
  record S3Location(
      String bucket,
      String prefix,
      Optional<URI> endpoint,
      String region,
      boolean isRegionCertain,
      boolean isPathStyle) {

    /** As a URL for messages. */
    String describe() {
      return "s3://" + bucket + (prefix.equals(".") ? "" : "/" + prefix);
    }
  }

  /** A key and its secret, which no text shows. */
  record S3Keys(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
    @Override
    public String toString() {
      return "S3Keys[***]";
    }
  }

  /**
   * How requests are sent.
   *
   * @param signsPayload whether the signature covers the body
   * @param sendsContentMd5 whether deletes carry the header {@code Content-MD5} (else a CRC-32)
   * @param verifiesTls false trusts any certificate
   * @param caBundle certificates to trust instead of the JVM's, in PEM
   */
  record S3Wire(
      boolean signsPayload,
      boolean sendsContentMd5,
      boolean verifiesTls,
      Optional<Path> caBundle) {}

  /**
   * How objects are stored.
   *
   * @param partSizeBytes what is larger is uploaded in parts of this size
   * @param concurrency parts under way at once
   */
  record S3Upload(
      long partSizeBytes, int concurrency, Optional<String> storageClass, Encryption encryption) {
    static final long MIN_PART_SIZE_BYTES = 5L << 20;
    static final long MAX_PART_SIZE_BYTES = 5L << 30;
    static final int MAX_CONCURRENCY = 64;

    S3Upload {
      if (partSizeBytes < MIN_PART_SIZE_BYTES || partSizeBytes > MAX_PART_SIZE_BYTES) {
        throw new StoreConfigurationException(
            "part-size must be 5MiB to 5GiB, which S3 demands (got %,d bytes)"
                .formatted(partSizeBytes));
      }
      if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
        throw new StoreConfigurationException(
            "concurrency must be 1 to %d (got %d)".formatted(MAX_CONCURRENCY, concurrency));
      }
    }
  }

  /** What the store encrypts objects with. */
  sealed interface Encryption {
    /** With what the bucket says. */
    record OfBucket() implements Encryption {}

    /** With a key of KMS. */
    record Kms(String keyId) implements Encryption {}

    /** With a key of ours, sent along with each request; both in base64. */
    record CustomerKey(String key, String keyMd5) implements Encryption {
      static final String ALGORITHM = "AES256";
      private static final int KEY_BYTES = 32;

      /** Checks a key in base64. */
      static CustomerKey of(String key) {
        byte[] bytes;
        try {
          bytes = Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
          throw new StoreConfigurationException("sse-customer-key is not base64");
        }
        if (bytes.length != KEY_BYTES) {
          throw new StoreConfigurationException(
              "sse-customer-key must be the base64 of %d bytes (got %d)"
                  .formatted(KEY_BYTES, bytes.length));
        }
        return new CustomerKey(key, Md5.of(bytes).base64());
      }

      @Override
      public String toString() {
        return "CustomerKey[***]";
      }
    }
  }
}
