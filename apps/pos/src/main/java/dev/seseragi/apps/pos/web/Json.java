package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.json.JsonWriter;
import dev.seseragi.apps.pos.field.Times;
import dev.seseragi.apps.pos.order.Order;
import dev.seseragi.apps.pos.order.OrderLine;
import dev.seseragi.apps.pos.product.Product;
import dev.seseragi.apps.pos.sales.SalesReport;
import dev.seseragi.apps.pos.sales.SalesReport.Sold;
import dev.seseragi.apps.pos.view.CallView;
import java.util.Collection;
import java.util.OptionalLong;

/** How the API writes what it knows. */
final class Json {
  private Json() {}

  static void product(JsonWriter json, Product product) {
    json.beginObject();
    json.field("product_id", product.id());
    json.field("product_name", product.name());
    json.field("price", product.price());
    json.field("stock", product.stock());
    json.field("image", product.image().orElse(null));
    json.field("deleted", product.isDeleted());
    json.field("version", product.version()).endObject();
  }

  static void products(JsonWriter json, Collection<Product> products) {
    json.name("products").beginList();
    products.forEach(product -> product(json, product));
    json.endList();
  }

  static void orders(JsonWriter json, Collection<Order> orders) {
    json.name("orders").beginList();
    orders.forEach(order -> order(json, order));
    json.endList();
  }

  static void order(JsonWriter json, Order order) {
    json.beginObject();
    json.field("order_id", order.id());
    json.field("call_number", order.callNumber());
    json.field("table_number", order.tableNumber());
    json.field("status", order.status().word());
    json.field("status_label", order.status().label());
    json.field("memo", order.memo());
    json.field("total", order.total());
    optional(json, "received", order.received());
    optional(json, "change", order.change());
    json.field("created_at", Times.kept(order.createdAt()));
    json.field("updated_at", Times.kept(order.updatedAt()));
    json.name("items").beginList();
    order.lines().forEach(line -> line(json, line));
    json.endList();
    cancelled(json, order);
    json.endObject();
  }

  private static void line(JsonWriter json, OrderLine line) {
    json.beginObject();
    json.field("product_id", line.productId());
    json.field("product_name", line.name());
    json.field("unit_price", line.unitPrice());
    json.field("quantity", line.quantity());
    json.field("subtotal", line.subtotal());
    json.field("deleted", line.isDeleted()).endObject();
  }

  private static void cancelled(JsonWriter json, Order order) {
    json.name("cancelled");
    if (order.cancellation().isEmpty()) {
      json.value((String) null);
      return;
    }
    json.beginObject();
    json.field("at", Times.kept(order.cancellation().get().at()));
    json.field("reason", order.cancellation().get().reason());
    json.field("restocked", order.cancellation().get().isRestocked());
    json.field("refund", order.total()).endObject();
  }

  private static void optional(JsonWriter json, String name, OptionalLong number) {
    json.name(name);
    if (number.isPresent()) {
      json.value(number.getAsLong());
    } else {
      json.value((String) null);
    }
  }

  static void call(JsonWriter json, CallView call) {
    json.beginObject();
    json.name("ready").any(call.ready());
    json.name("preparing").any(call.preparing()).endObject();
  }

  static void sales(JsonWriter json, SalesReport report) {
    json.beginObject();
    json.field("period", report.period().word());
    json.field("as_of", Times.kept(report.asOf()));
    json.field("total", report.total());
    json.field("order_count", report.orderCount());
    json.field("cancelled_count", report.cancelledCount());
    json.field("average", report.average());
    json.name("products").beginList();
    report.ranking().forEach(sold -> sold(json, sold));
    json.endList().endObject();
  }

  private static void sold(JsonWriter json, Sold sold) {
    json.beginObject();
    json.field("product_id", sold.productId());
    json.field("product_name", sold.name());
    json.field("deleted", sold.isDeleted());
    json.field("quantity", sold.quantity());
    json.field("amount", sold.amount());
    json.field("percent", sold.percent()).endObject();
  }
}
