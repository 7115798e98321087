package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.pos.field.Given;
import dev.seseragi.apps.pos.field.Texts;
import dev.seseragi.apps.pos.field.Whole;
import dev.seseragi.apps.pos.product.Product;
import dev.seseragi.apps.pos.product.ProductEntry;
import dev.seseragi.apps.pos.product.Products;
import dev.seseragi.apps.pos.view.FormState;
import dev.seseragi.apps.pos.view.Format;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.web.Routes;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The forms of the products' page. Each answers with the form as it is to be shown next. */
final class ProductForms {
  /** Sent by the page when it repeats a request whose answer it never got. */
  private static final String RETRY = "X-Retry";

  private static final String NEW = "register";
  private static final String EDIT = "edit";

  private final Products products;
  private final Pages pages;
  private final Answers answers;

  ProductForms(Products products, Pages pages, Answers answers) {
    this.products = products;
    this.pages = pages;
    this.answers = answers;
  }

  void addTo(Routes routes) {
    routes
        .at("/register", it -> it.get(pages::showRegister).post(this::register))
        .at("/register/delete", it -> it.post(this::delete))
        .at("/register/{id}", it -> it.get(this::edit).post(this::change));
  }

  private static ProductEntry entry(Map<String, String> form) {
    return ProductEntry.of(
        name -> form.containsKey(name) ? Given.typed(form.get(name)) : new Given.Missing());
  }

  private void register(Context context) {
    Map<String, String> form = Requests.form(context);
    try {
      products.register(whole(form));
    } catch (ProblemException e) {
      boolean isDone =
          e.problem().code().equals("duplicate_name") && isRetry(context) && isThere(form);
      if (!isDone) {
        refuse(context, e.problem(), "登録失敗");
        show(context, FormState.of(NEW, form).with(e.problem().errors()));
        return;
      }
    }
    Answers.trigger(context, Map.of("pos:notice", "登録完了", "pos:changed", ""));
    show(context, FormState.empty(NEW).focusedOn("product_name"));
  }

  private void show(Context context, FormState form) {
    answers.page(context, "register_form", Map.of("form", form));
  }

  /** A new product needs every field: what was not sent was left empty. */
  private static ProductEntry whole(Map<String, String> form) {
    return ProductEntry.of(name -> Given.typed(form.get(name)));
  }

  /** Errors of fields are shown there; anything else ends the request. */
  private static void refuse(Context context, Problem problem, String words) {
    if (problem.errors().isEmpty()) {
      throw new ProblemException(problem);
    }
    context.status(problem.status());
    Answers.trigger(context, Map.of("pos:alert", words));
  }

  private static boolean isRetry(Context context) {
    return context.header(RETRY) != null;
  }

  /** Whether the first of several equal requests has made it. */
  private boolean isThere(Map<String, String> form) {
    return products.live().stream().anyMatch(product -> isSame(product, form));
  }

  private static boolean isSame(Product product, Map<String, String> form) {
    return product.name().equals(Texts.name(Texts.clean(form.getOrDefault("product_name", ""))))
        && isNumber(form, "price", product.price())
        && isNumber(form, "stock", product.stock())
        && product.image().orElse("").equals(form.getOrDefault("image", "").strip());
  }

  private static boolean isNumber(Map<String, String> form, String name, long number) {
    return Whole.of(Given.typed(form.get(name))).equals(new Whole.Value(number));
  }

  private void edit(Context context) {
    Product product = products.one(Requests.id(context, Products::unknown));
    if (product.isDeleted()) {
      throw Products.unknown();
    }
    show(
        context,
        product,
        FormState.of(EDIT, values(product)).focusedOn("product_name"),
        Optional.empty());
  }

  private static Map<String, String> values(Product product) {
    return Map.of(
        "product_name", product.name(),
        "price", String.valueOf(product.price()),
        "stock", String.valueOf(product.stock()),
        "image", product.image().orElse(""),
        "version", String.valueOf(product.version()),
        "stock_seen", String.valueOf(product.stock()));
  }

  private void show(Context context, Product product, FormState form, Optional<Product> present) {
    answers.page(
        context,
        "product_edit",
        Map.of(
            "form",
            form,
            "id",
            String.valueOf(product.id()),
            "present",
            present.map(ProductForms::words).orElse("")));
  }

  private static String words(Product product) {
    return "%s、%s、在庫 %s"
        .formatted(product.name(), Format.yen(product.price()), Format.count(product.stock()));
  }

  private void change(Context context) {
    long id = Requests.id(context, Products::unknown);
    Map<String, String> form = Requests.form(context);
    if (isRetry(context) && isDone(id, form)) {
      done(context);
      return;
    }
    try {
      products.change(id, entry(form));
      done(context);
    } catch (ProblemException e) {
      if (e.problem().code().equals("version_conflict")) {
        conflict(context, id, form, e.problem());
      } else {
        refuse(context, e.problem(), "変更失敗");
        show(
            context,
            products.one(id),
            FormState.of(EDIT, form).with(e.problem().errors()),
            Optional.empty());
      }
    }
  }

  private static void done(Context context) {
    Answers.trigger(context, Map.of("pos:close", "edit", "pos:notice", "変更完了", "pos:changed", ""));
    context.status(204);
  }

  /** A difference of the stock must not be applied twice. */
  private boolean isDone(long id, Map<String, String> form) {
    Product present = products.one(id);
    if (isSame(present, form)) {
      return true;
    }
    if (!isNumber(form, "stock_seen", present.stock())) {
      throw Products.conflict();
    }
    return false;
  }

  /**
   * What was typed stays; what others made of the product is told; a second press overwrites it.
   */
  private void conflict(Context context, long id, Map<String, String> form, Problem problem) {
    Product present = products.one(id);
    Map<String, String> values = new HashMap<>(form);
    values.put("version", String.valueOf(present.version()));
    values.put("stock_seen", String.valueOf(present.stock()));
    if (isNumberOf(form, "stock", form.getOrDefault("stock_seen", ""))) {
      values.put("stock", String.valueOf(present.stock()));
    }
    context.status(problem.status());
    Answers.trigger(context, Map.of("pos:alert", problem.detail()));
    show(context, present, FormState.of(EDIT, values), Optional.of(present));
  }

  private static boolean isNumberOf(Map<String, String> form, String name, String text) {
    return Whole.of(Given.typed(form.get(name))).equals(Whole.of(Given.typed(text)));
  }

  private void delete(Context context) {
    Map<String, String> form = Requests.form(context);
    if (!(Whole.of(Requests.typed(form, "product_id")) instanceof Whole.Value(var id))) {
      throw Requests.invalid(400, "bad_request");
    }
    products.delete(id);
    Answers.trigger(
        context, Map.of("pos:close", "delete", "pos:notice", "削除完了", "pos:changed", ""));
    context.status(204);
  }
}
