package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.pos.order.HistoryQuery;
import dev.seseragi.apps.pos.order.Orders;
import dev.seseragi.apps.pos.product.Products;
import dev.seseragi.apps.pos.sales.Sales;
import dev.seseragi.apps.pos.sales.SalesReport.Period;
import dev.seseragi.apps.pos.view.CallView;
import dev.seseragi.apps.pos.view.FormState;
import dev.seseragi.apps.pos.view.HistoryView;
import dev.seseragi.apps.pos.view.HomeView;
import dev.seseragi.apps.pos.view.KitchenView;
import dev.seseragi.apps.pos.view.KitchenView.Patience;
import dev.seseragi.apps.pos.view.Screen;
import dev.seseragi.apps.pos.view.Shell;
import dev.seseragi.apps.web.Routes;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Map;

/**
 * The pages, and the fragments by which they stay what they would be if they were loaded anew: a
 * fragment has the elements, by their ids, that change. Both get the same; a fragment has no forms,
 * so that what is typed there stays.
 */
final class Pages {
  private final Products products;
  private final Orders orders;
  private final Sales sales;
  private final Patience patience;
  private final InstantSource clock;
  private final Shells shells;
  private final Answers answers;

  Pages(Domain domain, Patience patience, InstantSource clock, Shells shells, Answers answers) {
    this.products = domain.products();
    this.orders = domain.orders();
    this.sales = domain.sales();
    this.patience = patience;
    this.clock = clock;
    this.shells = shells;
    this.answers = answers;
  }

  void addTo(Routes routes) {
    routes
        .at("/", it -> it.get(context -> home(context, "home")))
        .at("/home/live", it -> it.get(context -> home(context, "home_fragment")))
        .at("/register/live", it -> it.get(context -> register(context, "register_fragment")))
        .at("/reception/live", it -> it.get(context -> reception(context, "reception_fragment")))
        .at("/kitchen", it -> it.get(context -> kitchen(context, "kitchen")))
        .at("/kitchen/live", it -> it.get(context -> kitchen(context, "kitchen_fragment")))
        .at("/order_table", it -> it.get(context -> history(context, "order_table")))
        .at("/order_table/live", it -> it.get(context -> history(context, "history_fragment")))
        .at("/call", it -> it.get(context -> call(context, "call")))
        .at("/call/live", it -> it.get(context -> call(context, "call_live")));
  }

  private void home(Context context, String template) {
    Shell shell = shells.of(context, Screen.HOME);
    Period period = Period.of(Requests.query(context, "period"));
    HomeView view = new HomeView(sales.report(period));
    answers.page(context, template, Map.of("shell", shell, "view", view));
  }

  void register(Context context, String template) {
    Shell shell = shells.of(context, Screen.REGISTER);
    FormState form = FormState.empty("register");
    answers.page(
        context, template, Map.of("shell", shell, "products", products.live(), "form", form));
  }

  void reception(Context context, String template) {
    Shell shell = shells.of(context, Screen.RECEPTION);
    FormState form = FormState.empty("reception");
    answers.page(
        context, template, Map.of("shell", shell, "products", products.live(), "form", form));
  }

  private void kitchen(Context context, String template) {
    Shell shell = shells.of(context, Screen.KITCHEN);
    KitchenView view = KitchenView.of(orders.open(), clock.instant(), patience);
    show(context, template, shell, view);
  }

  private void history(Context context, String template) {
    Shell shell = shells.of(context, Screen.HISTORY);
    HistoryQuery query = HistoryQuery.of(context::queryParam, HistoryView.SIZES::contains);
    boolean canMove =
        Requests.role(context).map(role -> role.allows("POST", "/orders/1/status")).orElse(false);
    HistoryView view = new HistoryView(orders.history(query), canMove);
    show(context, template, shell, view);
  }

  private void call(Context context, String template) {
    Shell shell = shells.of(context, Screen.CALL);
    CallView view = CallView.of(orders.open());
    answers.page(context, template, Map.of("shell", shell, "view", view));
  }

  /** With the dialog in which orders are taken back. */
  private void show(Context context, String template, Shell shell, Object view) {
    FormState form = FormState.empty("cancel");
    answers.page(context, template, Map.of("shell", shell, "view", view, "form", form));
  }
}
