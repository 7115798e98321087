package dev.seseragi.bench.report;

import java.util.ArrayList;
import java.util.List;

/** The figures of one run, in the order in which they were measured. Used by one thread. */
public final class Report {
  private final List<Figure> figures = new ArrayList<>();

  /** An empty report. */
  public Report() {}

  /** Takes a figure. */
  public void add(Figure figure) {
    figures.add(figure);
  }

  /** All figures so far. */
  public List<Figure> figures() {
    return List.copyOf(figures);
  }

  /** Those that are short of their goal. */
  public List<Figure> missed() {
    return figures.stream().filter(figure -> !figure.isMet()).toList();
  }
}
