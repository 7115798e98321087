package dev.seseragi.engine.fence;

import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fenced writer had committed and nobody acknowledged, kept beside the history
 * (docs/fencing.md): a segment by which the state after the slot before becomes the writer's, or a
 * whole copy of it. Deleted by the user alone.
 *
 * @param writer who was fenced
 * @param slot which slot it would have filled
 * @param object where it lies
 */
public record SetAside(WriterId writer, Txid slot, ObjectInfo object) {
  private static final String FOLDER = "seseragi/fenced/";
  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(FOLDER) + "([0-9a-f]{16})/([0-9a-f]{16})\\.ltx");

  /** The name of an object that is set aside. */
  public static String name(WriterId writer, Txid slot) {
    return FOLDER + writer + "/" + slot + ".ltx";
  }

  /** When it was set aside. */
  public Instant created() {
    return object.timestamp();
  }

  /** Those among these objects, the earliest writer and slot first. */
  public static List<SetAside> of(Collection<ObjectInfo> objects) {
    return objects.stream()
        .map(SetAside::of)
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparing((SetAside aside) -> aside.writer().value(), Long::compareUnsigned)
                .thenComparing(SetAside::slot))
        .toList();
  }

  private static Optional<SetAside> of(ObjectInfo object) {
    Matcher name = NAME.matcher(object.name());
    if (!name.matches() || HexFormat.fromHexDigitsToLong(name.group(1)) == 0) {
      return Optional.empty();
    }
    WriterId writer = new WriterId(HexFormat.fromHexDigitsToLong(name.group(1)));
    return Optional.of(new SetAside(writer, Txid.parse(name.group(2)), object));
  }
}
