package dev.seseragi.engine.fence;

import java.time.Instant;
import java.util.Optional;

/** What a marker says, for whoever looks into a replica; nothing is decided by it. */
final class MarkerJson {
  private MarkerJson() {}

  static String of(Markers.Marker marker, Optional<Slots.Tail> tail, Instant now, String label) {
    String previous =
        tail.map(found ->
                """
                {"txid": "%s", "writer": "%016x", "checksum": "%016x"}\
                """
                    .formatted(
                        found.header().range().max(),
                        found.header().nodeId(),
                        found.identity().fileChecksum()))
            .orElse("null");
    return """
    {
      "format": 1,
      "slot": "%s",
      "writer": "%s",
      "previous_tail": %s,
      "started": "%s",
      %s
    }
    """
        .formatted(marker.slot(), marker.writer(), previous, now, label);
  }
}
