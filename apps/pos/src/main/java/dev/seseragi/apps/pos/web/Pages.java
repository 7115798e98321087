package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.pos.live.ChangeCache;
import dev.seseragi.apps.pos.login.Role;
import dev.seseragi.apps.pos.order.HistoryQuery;
import dev.seseragi.apps.pos.order.Orders;
import dev.seseragi.apps.pos.product.Products;
import dev.seseragi.apps.pos.sales.Sales;
import dev.seseragi.apps.pos.sales.SalesReport.Period;
import dev.seseragi.apps.pos.storage.StorageState;
import dev.seseragi.apps.pos.storage.StorageWatch;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pages, and the fragments by which they stay what they would be if they were loaded anew: a
 * fragment has the elements, by their ids, that change. Both get the same; a fragment has no forms,
 * so that what is typed there stays.
 */
final class Pages {
  /** So old at most a fragment is that another device was sent before: it tells of time, too. */
  private static final Duration MAX_PART_AGE = Duration.ofMillis(250);

  private static final int MAX_PARTS = 32;

  private final Products products;
  private final Orders orders;
  private final Sales sales;
  private final Patience patience;
  private final InstantSource clock;
  private final Shells shells;
  private final Answers answers;
  private final StorageWatch watch;
  private final ChangeCache<Asked, Answers.Part> parts;

  /** All that a fragment depends on, beside the data and the time. */
  private record Asked(
      String template, Optional<Role> role, @Nullable String query, StorageState state) {}

  Pages(Domain domain, Patience patience, InstantSource clock, Shells shells, Answers answers) {
    this.products = domain.products();
    this.orders = domain.orders();
    this.sales = domain.sales();
    this.patience = patience;
    this.clock = clock;
    this.shells = shells;
    this.answers = answers;
    this.watch = domain.watch();
    this.parts = new ChangeCache<>(domain.changes()::now, clock, MAX_PART_AGE, MAX_PARTS);
  }

  void addTo(Routes routes) {
    routes
        .at("/", it -> it.get(context -> answers.page(context, "home", home(context))))
        .at("/home/live", it -> it.get(context -> follow(context, "home_fragment", this::home)))
        .at(
            "/register/live",
            it -> it.get(context -> follow(context, "register_fragment", this::register)))
        .at(
            "/reception/live",
            it -> it.get(context -> follow(context, "reception_fragment", this::reception)))
        .at("/kitchen", it -> it.get(context -> answers.page(context, "kitchen", kitchen(context))))
        .at(
            "/kitchen/live",
            it -> it.get(context -> follow(context, "kitchen_fragment", this::kitchen)))
        .at(
            "/order_table",
            it -> it.get(context -> answers.page(context, "order_table", history(context))))
        .at(
            "/order_table/live",
            it -> it.get(context -> follow(context, "history_fragment", this::history)))
        .at("/call", it -> it.get(context -> answers.page(context, "call", call(context))))
        .at("/call/live", it -> it.get(context -> follow(context, "call_live", this::call)));
  }

  void showRegister(Context context) {
    answers.page(context, "register", register(context));
  }

  void showReception(Context context) {
    answers.page(context, "reception", reception(context));
  }

  /** Many ask for the same fragment at once. */
  private void follow(
      Context context, String template, Function<Context, Map<String, Object>> parameters) {
    Asked asked = new Asked(template, Requests.role(context), context.queryString(), watch.state());
    Answers.send(
        context, parts.get(asked, () -> answers.part(template, parameters.apply(context))));
  }

  private Map<String, Object> home(Context context) {
    Shell shell = shells.of(context, Screen.HOME);
    Period period = Period.of(Requests.query(context, "period"));
    return Map.of("shell", shell, "view", new HomeView(sales.report(period)));
  }

  private Map<String, Object> register(Context context) {
    Shell shell = shells.of(context, Screen.REGISTER);
    return Map.of("shell", shell, "products", products.live(), "form", FormState.empty("register"));
  }

  private Map<String, Object> reception(Context context) {
    Shell shell = shells.of(context, Screen.RECEPTION);
    return Map.of(
        "shell", shell, "products", products.live(), "form", FormState.empty("reception"));
  }

  private Map<String, Object> kitchen(Context context) {
    Shell shell = shells.of(context, Screen.KITCHEN);
    KitchenView view = KitchenView.of(orders.open(), clock.instant(), patience);
    return Map.of("shell", shell, "view", view, "form", FormState.empty("cancel"));
  }

  private Map<String, Object> history(Context context) {
    Shell shell = shells.of(context, Screen.HISTORY);
    HistoryQuery query = HistoryQuery.of(context::queryParam, HistoryView.SIZES::contains);
    boolean canMove =
        Requests.role(context).map(role -> role.allows("POST", "/orders/1/status")).orElse(false);
    HistoryView view = new HistoryView(orders.history(query), canMove);
    return Map.of("shell", shell, "view", view, "form", FormState.empty("cancel"));
  }

  private Map<String, Object> call(Context context) {
    Shell shell = shells.of(context, Screen.CALL);
    return Map.of("shell", shell, "view", CallView.of(orders.open()));
  }
}
