package dev.seseragi.store.gcs;

import dev.seseragi.store.remote.Deadline;
import java.util.List;
import java.util.Map;

/** Who asks. Safe for use by many threads. */
interface Login {
  /** What requests carry, anew for each: it expires. */
  Map<String, List<String>> headers(Deadline deadline) throws LoginException;

  /** For a server that asks for none. */
  static Login anonymous() {
    return deadline -> Map.of();
  }
}
