package dev.seseragi.store.azure;

import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.testkit.store.GeneratedBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;

/** Writes and reads 128 MiB, in a process of its own with a small heap. */
final class LargeObject {
  private LargeObject() {}

  /** Where the emulator is. */
  public static void main(String[] arguments) throws IOException {
    GeneratedBody body = new GeneratedBody(1, 128 << 20);
    AzureSettings settings = TestAzure.settings(URI.create(arguments[0]), "large");
    try (AzureStore store = new AzureStore(settings, RemoteLimits.DEFAULT)) {
      PutOutcome outcome = store.create("large", body, Instant.EPOCH);
      try (InputStream stream = store.read("large", 0, Long.MAX_VALUE)) {
        if (!(outcome instanceof PutOutcome.Created) || !body.isContentOf(stream)) {
          throw new IllegalStateException("the object is another one: " + outcome);
        }
      }
    }
  }
}
