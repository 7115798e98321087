package dev.seseragi.cli.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that someone who mistyped one most likely meant. */
public final class NearestName {
  private NearestName() {}

  /** The nearest of {@code known}; empty if more than a third of the letters would differ. */
  public static Optional<String> of(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= Math.max(1, longer(name, candidate) / 3))
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  private static int longer(String a, String b) {
    return Math.max(a.length(), b.length());
  }

  /** How many letters must be inserted, removed or replaced (Levenshtein); _ counts as -. */
  private static int distance(String name, String candidate) {
    String a = name.replace('_', '-');
    int[] row = new int[candidate.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replace = diagonal + (a.charAt(i - 1) == candidate.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[candidate.length()];
  }
}
