package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.json.JsonWriter;
import dev.seseragi.apps.pos.field.Given;
import dev.seseragi.apps.pos.order.HistoryPage;
import dev.seseragi.apps.pos.order.HistoryQuery;
import dev.seseragi.apps.pos.order.Order;
import dev.seseragi.apps.pos.order.OrderRules;
import dev.seseragi.apps.pos.order.Orders;
import dev.seseragi.apps.pos.order.Status;
import dev.seseragi.apps.pos.product.Product;
import dev.seseragi.apps.pos.product.ProductEntry;
import dev.seseragi.apps.pos.product.Products;
import dev.seseragi.apps.pos.sales.Sales;
import dev.seseragi.apps.pos.sales.SalesReport.Period;
import dev.seseragi.apps.pos.view.CallView;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.web.Routes;
import dev.seseragi.apps.web.WebServer;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** The JSON API. */
final class Api {
  private static final int MAX_SIZE = 100;

  private final Products products;
  private final Orders orders;
  private final Sales sales;

  Api(Products products, Orders orders, Sales sales) {
    this.products = products;
    this.orders = orders;
    this.sales = sales;
  }

  void addTo(Routes routes) {
    routes
        .at("/api/products", it -> it.get(this::listProducts).post(this::register))
        .at(
            "/api/products/{id}",
            it -> it.get(this::product).patch(this::change).delete(this::delete))
        .at("/api/orders", it -> it.get(this::history).post(this::confirm))
        .at("/api/orders/{id}", it -> it.get(this::order))
        .at("/api/orders/{id}/status", it -> it.post(this::move))
        .at("/api/orders/{id}/cancel", it -> it.post(this::cancel))
        .at("/api/kitchen", it -> it.get(this::kitchen))
        .at("/api/call", it -> it.get(this::call))
        .at("/api/sales", it -> it.get(this::report));
  }

  private void listProducts(Context context) {
    boolean includesDeleted = Requests.query(context, "include_deleted").equals("true");
    JsonWriter json = new JsonWriter().beginObject();
    Json.products(json, includesDeleted ? products.all() : products.live());
    Answers.json(context, json.endObject());
  }

  private void register(Context context) {
    Product product = products.register(ProductEntry.ofJson(Requests.object(context)));
    WebServer.showsOwnCommit(context);
    context.status(201).header("Location", "/api/products/" + product.id());
    send(context, product);
  }

  private void product(Context context) {
    send(context, products.one(Requests.id(context, Products::unknown)));
  }

  private void change(Context context) {
    long id = Requests.id(context, Products::unknown);
    Product product = products.change(id, ProductEntry.ofJson(Requests.object(context)));
    WebServer.showsOwnCommit(context);
    send(context, product);
  }

  private void delete(Context context) {
    products.delete(Requests.id(context, Products::unknown));
    WebServer.showsOwnCommit(context);
    context.status(204);
  }

  private static void send(Context context, Product product) {
    JsonWriter json = new JsonWriter();
    Json.product(json, product);
    Answers.json(context, json);
  }

  private void confirm(Context context) {
    Map<?, ?> body = Requests.object(context);
    Orders.Confirmed confirmed =
        orders.confirm(
            OrderRules.check(context.header("Idempotency-Key"), OrderRules.Entry.ofJson(body)));
    WebServer.showsOwnCommit(context);
    context.status(confirmed.isReplay() ? 200 : 201);
    if (confirmed.isReplay()) {
      context.header("Idempotent-Replay", "true");
    } else {
      context.header("Location", "/api/orders/" + confirmed.order().id());
    }
    send(context, confirmed.order());
  }

  private void history(Context context) {
    HistoryPage page =
        orders.history(HistoryQuery.of(context::queryParam, size -> size >= 1 && size <= MAX_SIZE));
    JsonWriter json = new JsonWriter().beginObject();
    Json.orders(json, page.orders());
    json.field("total", page.total());
    json.field("page", page.query().page());
    json.field("size", page.query().size());
    Answers.json(context, json.endObject());
  }

  private void order(Context context) {
    send(context, orders.one(Requests.id(context, Orders::unknown)));
  }

  private void move(Context context) {
    long id = Requests.id(context, Orders::unknown);
    Map<?, ?> body = Requests.object(context);
    Order moved = orders.move(id, status(body, "from"), status(body, "to"));
    WebServer.showsOwnCommit(context);
    send(context, moved);
  }

  private static Status status(Map<?, ?> body, String name) {
    if (!(Given.of(body, name) instanceof Given.Text(var word))) {
      throw new ProblemException(
          Problem.validation(Requests.INVALID, Map.of(name, List.of(Requests.INVALID))));
    }
    return Status.of(word).orElseThrow(Orders::badTransition);
  }

  private void cancel(Context context) {
    long id = Requests.id(context, Orders::unknown);
    Map<?, ?> body = Requests.object(context);
    OrderRules.CancelEntry how =
        OrderRules.checkCancel(Given.of(body, "restock"), Given.of(body, "reason"));
    Order cancelled = orders.cancel(id, how);
    WebServer.showsOwnCommit(context);
    send(context, cancelled);
  }

  private static void send(Context context, Order order) {
    JsonWriter json = new JsonWriter();
    Json.order(json, order);
    Answers.json(context, json);
  }

  private void kitchen(Context context) {
    JsonWriter json = new JsonWriter().beginObject();
    Json.orders(json, orders.open());
    Answers.json(context, json.endObject());
  }

  private void call(Context context) {
    JsonWriter json = new JsonWriter();
    Json.call(json, CallView.of(orders.open()));
    Answers.json(context, json);
  }

  private void report(Context context) {
    JsonWriter json = new JsonWriter();
    Json.sales(json, sales.report(Period.of(Requests.query(context, "period"))));
    Answers.json(context, json);
  }
}
