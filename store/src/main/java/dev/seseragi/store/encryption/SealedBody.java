package dev.seseragi.store.encryption;

import dev.seseragi.store.Body;
import java.io.IOException;
import java.io.InputStream;
import javax.crypto.SecretKey;

/**
 * A body, encrypted while it is read. The salt is drawn once for the body, so each stream has the
 * same bytes, as a body must: a request is repeated with exactly what was sent before.
 */
record SealedBody(Body plain, ObjectHeader header, SecretKey objectKey) implements Body {
  @Override
  public long sizeBytes() {
    return SealedSize.ofPlain(plain.sizeBytes());
  }

  @Override
  public InputStream open() throws IOException {
    return new SealingStream(
        plain.open(), plain.sizeBytes(), header.toBytes(), new ChunkCipher(objectKey));
  }

  @Override
  public String toString() {
    return "encrypted body of %,d bytes".formatted(plain.sizeBytes());
  }
}
