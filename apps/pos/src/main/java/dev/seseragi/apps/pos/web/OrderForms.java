package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.json.JsonException;
import dev.seseragi.apps.pos.field.Given;
import dev.seseragi.apps.pos.field.Whole;
import dev.seseragi.apps.pos.order.OrderRules;
import dev.seseragi.apps.pos.order.Orders;
import dev.seseragi.apps.pos.order.Status;
import dev.seseragi.apps.pos.view.FormState;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.web.Routes;
import dev.seseragi.apps.web.WebServer;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms about orders: taking them, moving them, taking them back. */
final class OrderForms {
  private final Orders orders;
  private final Pages pages;
  private final Answers answers;

  OrderForms(Orders orders, Pages pages, Answers answers) {
    this.orders = orders;
    this.pages = pages;
    this.answers = answers;
  }

  void addTo(Routes routes) {
    routes
        .at("/reception", it -> it.get(pages::showReception).post(this::confirm))
        .at("/orders/cancel", it -> it.post(this::cancel))
        .at("/orders/{id}/status", it -> it.post(this::move));
  }

  private void confirm(Context context) {
    Map<String, String> form = Requests.form(context);
    OrderRules.Entry entry =
        new OrderRules.Entry(
            Requests.typed(form, "table_number"),
            Requests.typed(form, "memo"),
            Requests.typed(form, "received"),
            items(form.getOrDefault(OrderRules.ITEMS, "")));
    try {
      Orders.Confirmed confirmed =
          orders.confirm(OrderRules.check(context.header("Idempotency-Key"), entry));
      WebServer.showsOwnCommit(context);
      Answers.trigger(
          context,
          Map.of(
              "pos:ordered",
              Map.of("call", confirmed.order().callNumber()),
              "pos:notice",
              "注文しました（呼び出し番号：%d）".formatted(confirmed.order().callNumber())));
      show(context, FormState.empty("reception"));
    } catch (ProblemException e) {
      refuse(context, form, e.problem());
    }
  }

  /** Errors of fields are shown there; what is wrong with the lines has no field. */
  private void refuse(Context context, Map<String, String> form, Problem problem) {
    if (problem.errors().isEmpty()) {
      throw new ProblemException(problem);
    }
    List<String> ofLines = problem.errors().getOrDefault(OrderRules.ITEMS, List.of());
    if (!ofLines.isEmpty()) {
      Answers.trigger(context, Map.of("pos:alert", ofLines.getFirst()));
    }
    context.status(problem.status());
    show(context, FormState.of("reception", form).with(problem.errors()));
  }

  private void show(Context context, FormState form) {
    answers.page(context, "order_fields", Map.of("form", form));
  }

  private static @Nullable Object items(String json) {
    try {
      return dev.seseragi.apps.json.Json.read(json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException e) {
      throw Requests.invalid(400, "bad_json");
    }
  }

  private void move(Context context) {
    Map<String, String> form = Requests.form(context);
    orders.move(Requests.id(context, Orders::unknown), status(form, "from"), status(form, "to"));
    WebServer.showsOwnCommit(context);
    Answers.trigger(context, Map.of("pos:changed", ""));
    context.status(204);
  }

  private static Status status(Map<String, String> form, String name) {
    return Status.of(form.getOrDefault(name, "")).orElseThrow(Orders::badTransition);
  }

  private void cancel(Context context) {
    Map<String, String> form = Requests.form(context);
    if (!(Whole.of(Requests.typed(form, "order_id")) instanceof Whole.Value(var id))) {
      throw Orders.unknown();
    }
    // A box that is not checked is not sent.
    Given restock = new Given.Truth(form.containsKey("restock"));
    try {
      orders.cancel(id, OrderRules.checkCancel(restock, Requests.typed(form, "reason")));
    } catch (ProblemException e) {
      if (e.problem().errors().isEmpty()) {
        throw e;
      }
      context.status(e.problem().status());
      FormState shown = FormState.of("cancel", form).with(e.problem().errors());
      answers.page(context, "cancel_fields", Map.of("form", shown));
      return;
    }
    WebServer.showsOwnCommit(context);
    Answers.trigger(
        context, Map.of("pos:close", "cancel", "pos:notice", "取り消しました", "pos:changed", ""));
    answers.page(context, "cancel_fields", Map.of("form", FormState.empty("cancel")));
  }
}
