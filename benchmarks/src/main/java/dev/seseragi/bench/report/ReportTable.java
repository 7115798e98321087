package dev.seseragi.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report as aligned text. */
public final class ReportTable {
  private static final String GAP = "  ";
  private static final String NOTHING = "–";
  private static final int NAME_COLUMNS = 1;

  private final List<List<String>> rows = new ArrayList<>();

  private ReportTable(String referenceName) {
    rows.add(
        List.of("figure", "seseragi", "min … max", referenceName, "ratio", "goal", "", "note"));
  }

  /** The table of these figures, with a line for each scenario. */
  public static String of(List<Figure> figures, Optional<String> referenceName) {
    ReportTable table = new ReportTable(referenceName.orElse("reference"));
    String scenario = "";
    for (Figure figure : figures) {
      if (!figure.scenario().equals(scenario)) {
        scenario = figure.scenario();
        table.rows.add(List.of(scenario));
      }
      table.add(figure);
    }
    return table.text();
  }

  private void add(Figure figure) {
    Unit unit = figure.unit();
    Samples ours = figure.ours();
    String range =
        ours.values().size() == 1 ? "" : unit.show(ours.min()) + " … " + unit.show(ours.max());
    rows.add(
        List.of(
            "  " + figure.name(),
            unit.show(ours.median()),
            range,
            figure.reference().map(samples -> unit.show(samples.median())).orElse(NOTHING),
            figure.ratio().map(ratio -> String.format(Locale.ROOT, "%.2f", ratio)).orElse(""),
            figure.goal().map(goal -> goal.show(unit)).orElse(""),
            figure.goal().isEmpty() ? "" : figure.isMet() ? "ok" : "SHORT",
            figure.note()));
  }

  private String text() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; row.size() > 1 && column < row.size(); column++) {
        widths[column] = Math.max(widths[column], width(row.get(column)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        boolean isLeft = column < NAME_COLUMNS || column >= row.size() - 2;
        line.append(padded(row.get(column), row.size() == 1 ? 0 : widths[column], isLeft));
        line.append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String padded(String cell, int width, boolean isLeft) {
    String blanks = " ".repeat(Math.max(0, width - width(cell)));
    return isLeft ? cell + blanks : blanks + cell;
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
