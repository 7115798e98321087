package dev.seseragi.apps.pos.view;

import dev.seseragi.apps.pos.sales.SalesReport;
import dev.seseragi.apps.pos.sales.SalesReport.Sold;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sales page. */
public record HomeView(SalesReport report) {
  private static final double TURN = 360;
  private static final double RADIUS = 90;
  private static final double WHOLE = 100;

  /**
   * A part of the circle.
   *
   * @param path in SVG's words, around 0,0
   */
  public record Slice(Sold sold, String path, String colour) {}

  /** Whether nothing was sold. */
  public boolean isEmpty() {
    return report.orderCount() == 0;
  }

  /** How wide a product's bar is, in percent of the widest. */
  public long barPercent(Sold sold) {
    long most = report.ranking().stream().mapToLong(Sold::quantity).max().orElse(0);
    return most == 0 ? 0 : Math.round(WHOLE * sold.quantity() / most);
  }

  /** Those with an amount, largest first, clockwise from the top. */
  public List<Slice> slices() {
    List<Sold> sold = report.composition().stream().filter(one -> one.amount() > 0).toList();
    double total = sold.stream().mapToLong(Sold::amount).sum();
    List<Slice> slices = new ArrayList<>();
    double from = 0;
    for (int i = 0; i < sold.size(); i++) {
      double to = from + sold.get(i).amount() / total;
      String colour = String.format(Locale.ROOT, "hsl(%.0f 60%% 52%%)", TURN * i / sold.size());
      slices.add(new Slice(sold.get(i), path(from, to), colour));
      from = to;
    }
    return slices;
  }

  private static String path(double from, double to) {
    if (to - from > 0.9999) {
      // An arc that ends where it begins is none: two halves.
      return "M0,-90 A90,90 0 1 1 0,90 A90,90 0 1 1 0,-90 Z";
    }
    int isLarge = to - from > 0.5 ? 1 : 0;
    return String.format(
        Locale.ROOT, "M0,0 L%s A90,90 0 %d 1 %s Z", point(from), isLarge, point(to));
  }

  private static String point(double turn) {
    double angle = 2 * Math.PI * turn;
    return String.format(
        Locale.ROOT, "%.2f,%.2f", RADIUS * Math.sin(angle), -RADIUS * Math.cos(angle));
  }
}
