package dev.seseragi.engine.compact;

import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The markers that writers leave: which slots may hold, or may still get, a fence. */
final class Markers {
  /** Where they lie under a replica's prefix. */
  static final String FOLDER = "seseragi/writers/";

  private static final Pattern MARKER =
      Pattern.compile(Pattern.quote(FOLDER) + "([0-9a-f]{16})-[^/]*\\.json");

  private Markers() {}

  /** The slots that markers among these objects name. */
  static Set<Txid> slots(Collection<ObjectInfo> objects) {
    return objects.stream()
        .map(object -> MARKER.matcher(object.name()))
        .filter(Matcher::matches)
        .map(matcher -> Txid.parse(matcher.group(1)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
