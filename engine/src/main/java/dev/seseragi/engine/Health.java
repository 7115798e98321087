package dev.seseragi.engine;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is wrong at present, by where it is wrong. Says each change once to the log; repeated
 * failures of one {@linkplain #kind kind} at the same place are one problem. Safe for use by many
 * threads.
 */
final class Health {
  /** Where something can be wrong. */
  enum Place {
    START,
    CAPTURE,
    SHIPPING,
    LISTING,
    COMPACTION,
    RETENTION,
    SNAPSHOT,
    PROOF
  }

  /**
   * Ids, and numbers from 1,000 on, as sizes and times are. Shorter ones stay: an answer 403 is
   * another problem than an answer 503.
   */
  private static final Pattern VARYING =
      Pattern.compile(
          "\\b(?=[A-Za-z]*[0-9])[0-9A-Za-z]{8,}(?:-[0-9A-Fa-f]+)*\\b"
              + "|\\b[0-9]{1,3}(?:,[0-9]{3})+\\b|\\b[0-9]{4,}\\b");

  private final System.Logger log;
  private final String database;
  private final Runnable changed;

  // Guarded by this.
  private final Map<Place, String> problems = new EnumMap<>(Place.class);
  private long failures;

  Health(System.Logger log, String database, Runnable changed) {
    this.log = log;
    this.database = database;
    this.changed = changed;
  }

  /**
   * A problem without what differs from try to try: a start leaves another marker each time, a disk
   * has another number of bytes free.
   */
  static String kind(String problem) {
    return VARYING.matcher(problem).replaceAll("#");
  }

  void failed(Place place, String problem) {
    boolean isNew;
    synchronized (this) {
      failures++;
      String before = problems.put(place, problem);
      isNew = before == null || !kind(before).equals(kind(problem));
    }
    if (isNew) {
      // That a backup cannot be restored is worse than that it is late.
      System.Logger.Level level =
          place == Place.PROOF ? System.Logger.Level.ERROR : System.Logger.Level.WARNING;
      log.log(level, "{0}: {1}", database, problem);
      changed.run();
    }
  }

  void recovered(Place place) {
    boolean wasBad;
    synchronized (this) {
      wasBad = problems.remove(place) != null;
    }
    if (wasBad) {
      log.log(System.Logger.Level.INFO, "{0}: {1} works again", database, name(place));
      changed.run();
    }
  }

  synchronized Optional<String> problem() {
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(problems.values().stream().collect(Collectors.joining("; ")));
  }

  /** What keeps commits from reaching the store, as opposed to what is wrong beside that. */
  synchronized Optional<String> outage() {
    String problem = problems.getOrDefault(Place.START, problems.get(Place.SHIPPING));
    return Optional.ofNullable(problem);
  }

  synchronized long failures() {
    return failures;
  }

  private static String name(Place place) {
    return place.name().toLowerCase(Locale.ROOT);
  }
}
