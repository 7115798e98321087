package dev.seseragi.engine.fence.schedule;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of objects, for those who look at a store from outside. */
final class Names {
  private static final Pattern SEGMENT =
      Pattern.compile("ltx/([0-9])/([0-9a-f]{16})-([0-9a-f]{16})\\.ltx");
  private static final Pattern MARKER =
      Pattern.compile("seseragi/writers/([0-9a-f]{16})-([0-9a-f]{16})\\.(json|released)");

  private Names() {}

  /** A segment's level and positions. */
  record Place(int level, long min, long max) {}

  /** Empty if it is no segment. */
  static Optional<Place> place(String name) {
    Matcher matcher = SEGMENT.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new Place(
                Integer.parseInt(matcher.group(1)),
                Long.parseLong(matcher.group(2), 16),
                Long.parseLong(matcher.group(3), 16)))
        : Optional.empty();
  }

  /** A slot of level 0. */
  static String slot(long slot) {
    return "ltx/0/%1$016x-%1$016x.ltx".formatted(slot);
  }

  /** Whether it is a slot of level 0. */
  static boolean isSlot(String name) {
    return name.startsWith("ltx/0/");
  }

  /** For a human. */
  static String of(String name) {
    Optional<Place> place = place(name);
    if (place.isPresent()) {
      Place at = place.get();
      return at.level() == 0
          ? "slot " + at.max()
          : "level %d, %d to %d".formatted(at.level(), at.min(), at.max());
    }
    Matcher marker = MARKER.matcher(name);
    return marker.matches()
        ? "%s %d (%s)"
            .formatted(
                marker.group(3).equals("json") ? "marker of slot" : "release before slot",
                Long.parseLong(marker.group(1), 16),
                marker.group(2).substring(8))
        : name;
  }

  /** For a human. */
  static String of(Collection<String> names) {
    return names.stream().map(Names::of).collect(Collectors.joining("; ", "[", "]"));
  }
}
