package dev.seseragi.store.sftp;

import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.testkit.store.GeneratedBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;

/** Writes and reads 96 MiB, in a process of its own with a small heap. */
final class LargeObject {
  private LargeObject() {}

  /** Port, host key and folder of the server. */
  public static void main(String[] arguments) throws IOException {
    GeneratedBody body = new GeneratedBody(1, 96 << 20);
    SftpSettings settings =
        TestSftp.settings(Integer.parseInt(arguments[0]), arguments[1], Path.of(arguments[2]));
    try (SftpStore store = new SftpStore(settings, RemoteLimits.DEFAULT)) {
      PutOutcome outcome = store.create("large", body, Instant.EPOCH);
      try (InputStream stream = store.read("large", 0, Long.MAX_VALUE)) {
        if (!(outcome instanceof PutOutcome.Created) || !body.isContentOf(stream)) {
          throw new IllegalStateException("the object is another one: " + outcome);
        }
      }
    }
  }
}
