package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.pos.field.Times;
import dev.seseragi.apps.pos.order.Order;
import dev.seseragi.apps.pos.order.OrderLine;
import dev.seseragi.apps.pos.order.Orders;
import dev.seseragi.apps.pos.sales.Sales;
import dev.seseragi.apps.pos.sales.SalesReport;
import dev.seseragi.apps.pos.sales.SalesReport.Period;
import dev.seseragi.apps.pos.storage.Transactions;
import dev.seseragi.apps.web.Routes;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** CSV files (RFC 4180) for spreadsheets: with a byte order mark, and without formulas. */
final class Exports {
  private static final String BOM = "\uFEFF";
  private static final String FORMULA_STARTS = "=+-@\t\r";

  private final Orders orders;
  private final Sales sales;
  private final Transactions transactions;

  Exports(Orders orders, Sales sales, Transactions transactions) {
    this.orders = orders;
    this.sales = sales;
    this.transactions = transactions;
  }

  void addTo(Routes routes) {
    routes.at("/export/orders.csv", it -> it.get(this::orders));
    routes.at("/export/sales.csv", it -> it.get(this::sales));
  }

  private void orders(Context context) throws IOException {
    try (Writer csv = begin(context, "orders.csv")) {
      row(
          csv,
          List.of(
              "注文ID", "呼び出し番号", "注文日時", "テーブル番号", "ステータス", "商品ID", "商品名", "単価", "数量", "小計", "メモ"));
      List<Order> chunk = chunkAfter(Optional.empty());
      while (!chunk.isEmpty()) {
        for (Order order : chunk) {
          for (OrderLine line : order.lines()) {
            row(csv, cells(order, line));
          }
        }
        chunk = chunkAfter(Optional.of(chunk.getLast()));
      }
    }
  }

  /** Never all at once; and nothing leaves that could be lost. */
  private List<Order> chunkAfter(Optional<Order> last) {
    List<Order> chunk = orders.after(last);
    transactions.awaitVisible();
    return chunk;
  }

  private static List<Object> cells(Order order, OrderLine line) {
    return List.of(
        order.id(),
        order.callNumber(),
        Times.shown(order.createdAt()),
        order.tableNumber(),
        order.status().label(),
        line.productId(),
        line.shownName(),
        line.unitPrice(),
        line.quantity(),
        line.subtotal(),
        order.memo());
  }

  private void sales(Context context) throws IOException {
    SalesReport report = sales.report(Period.of(Requests.query(context, "period")));
    transactions.awaitVisible();
    try (Writer csv = begin(context, "sales.csv")) {
      row(csv, List.of("商品ID", "商品名", "数量", "売上", "構成比"));
      long quantity = 0;
      long percent = 0;
      for (SalesReport.Sold sold : report.ranking()) {
        row(
            csv,
            List.of(
                sold.productId(),
                sold.shownName(),
                sold.quantity(),
                sold.amount(),
                sold.percent()));
        quantity += sold.quantity();
        percent += sold.percent();
      }
      row(csv, List.of("合計", "", quantity, report.total(), percent));
    }
  }

  private static Writer begin(Context context, String name) throws IOException {
    context.contentType("text/csv; charset=utf-8");
    context.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    OutputStream out = context.outputStream();
    Writer csv = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    csv.write(BOM);
    return csv;
  }

  private static void row(Writer csv, List<?> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      csv.write(i == 0 ? "" : ",");
      csv.write(cells.get(i) instanceof String text ? quoted(text) : String.valueOf(cells.get(i)));
    }
    csv.write("\r\n");
  }

  private static String quoted(String text) {
    boolean isFormula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    String safe = isFormula ? "'" + text : text;
    boolean isPlain =
        safe.indexOf(',') < 0
            && safe.indexOf('"') < 0
            && safe.indexOf('\n') < 0
            && safe.indexOf('\r') < 0;
    return isPlain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
  }
}
