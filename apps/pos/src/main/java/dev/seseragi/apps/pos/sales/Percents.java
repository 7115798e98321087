package dev.seseragi.apps.pos.sales;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whole percents that add up to 100, by largest remainder; earlier ones win a tie. */
final class Percents {
  private static final long WHOLE = 100;

  private Percents() {}

  static List<Long> of(List<Long> amounts) {
    long total = amounts.stream().mapToLong(Long::longValue).sum();
    if (total == 0) {
      return amounts.stream().map(amount -> 0L).toList();
    }
    List<Long> percents = new ArrayList<>();
    List<Integer> byRemainder = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      percents.add(amounts.get(i) * WHOLE / total);
      byRemainder.add(i);
    }
    byRemainder.sort(Comparator.comparingLong(i -> -(amounts.get(i) * WHOLE % total)));
    long missing = WHOLE - percents.stream().mapToLong(Long::longValue).sum();
    for (int i = 0; i < missing; i++) {
      int which = byRemainder.get(i);
      percents.set(which, percents.get(which) + 1);
    }
    return percents;
  }
}
