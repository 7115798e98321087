package dev.seseragi.engine.fence;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The objects by which a writer says, before it puts its fence, in which slot the fence may lie. A
 * slot that a marker names is never deleted (docs/fencing.md).
 */
public final class Markers {
  /** Where they lie under a replica's prefix. */
  public static final String FOLDER = "seseragi/writers/";

  /** Whatever stands behind the slot: what is named is kept. */
  private static final Pattern NAMED =
      Pattern.compile(Pattern.quote(FOLDER) + "([0-9a-f]{16})-[^/]*\\.json");

  private static final Pattern MARKER =
      Pattern.compile(Pattern.quote(FOLDER) + "([0-9a-f]{16})-([0-9a-f]{16})\\.json");

  private Markers() {}

  /**
   * What the name of a marker tells.
   *
   * @param slot where the writer's fence lies, if it got so far
   */
  record Marker(Txid slot, WriterId writer) {
    String name() {
      return FOLDER + slot + "-" + writer + ".json";
    }
  }

  /** The name of the object by which a writer says that it has ended before it filled a slot. */
  static String released(Txid slot, WriterId writer) {
    return FOLDER + slot + "-" + writer + ".released";
  }

  /**
   * Says that a writer has ended before it filled a slot.
   *
   * @throws dev.seseragi.store.StoreException if the store fails
   */
  public static void release(Replica replica, Txid slot, WriterId writer, Instant now) {
    byte[] content = "{\"format\": 1}\n".getBytes(StandardCharsets.US_ASCII);
    Instant timestamp = now.truncatedTo(ChronoUnit.MILLIS);
    var _ = replica.store().create(released(slot, writer), Body.of(content), timestamp);
  }

  /** Who left the latest marker. */
  static Optional<WriterId> latest(Collection<ObjectInfo> objects) {
    return of(objects).stream()
        .map(Marker::writer)
        .max((one, other) -> Long.compareUnsigned(one.value(), other.value()));
  }

  /** The markers among these objects. */
  static List<Marker> of(Collection<ObjectInfo> objects) {
    return objects.stream()
        .map(object -> MARKER.matcher(object.name()))
        .filter(Matcher::matches)
        .filter(name -> nodeId(name) != 0)
        .map(name -> new Marker(Txid.parse(name.group(1)), new WriterId(nodeId(name))))
        .toList();
  }

  /** The slots that markers among these objects name. */
  public static Set<Txid> slots(Collection<ObjectInfo> objects) {
    return objects.stream()
        .map(object -> NAMED.matcher(object.name()))
        .filter(Matcher::matches)
        .map(name -> Txid.parse(name.group(1)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static long nodeId(Matcher name) {
    return HexFormat.fromHexDigitsToLong(name.group(2));
  }
}
