package dev.seseragi.apps.pos.product;

import dev.seseragi.apps.pos.field.FieldErrors;
import dev.seseragi.apps.pos.field.Given;
import dev.seseragi.apps.pos.field.Times;
import dev.seseragi.apps.pos.field.Whole;
import dev.seseragi.apps.pos.live.Change;
import dev.seseragi.apps.pos.storage.Transactions;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Products and their changes, each in a transaction of its own. Safe for use by many threads. */
public final class Products {
  private final Transactions transactions;
  private final InstantSource clock;

  /** Products of a database. */
  public Products(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Those that are sold, by id. */
  public List<Product> live() {
    return transactions.read(connection -> ProductTable.list(connection, false));
  }

  /** All there ever were, by id. */
  public List<Product> all() {
    return transactions.read(connection -> ProductTable.list(connection, true));
  }

  /**
   * One of them, deleted ones too.
   *
   * @throws ProblemException 404 if there never was one
   */
  public Product one(long id) {
    return transactions
        .read(connection -> ProductTable.find(connection, id))
        .orElseThrow(Products::unknown);
  }

  /**
   * Registers a product.
   *
   * @throws ProblemException 422 if fields are wrong, 409 if a product has the name
   */
  public Product register(ProductEntry entry) {
    FieldErrors errors = new FieldErrors();
    ProductRules rules = new ProductRules(errors);
    Product asked =
        new Product(
            0,
            rules.name(entry.name()),
            rules.price(entry.price()),
            rules.stock(entry.stock()),
            rules.image(entry.image(), Optional.empty()),
            false,
            1);
    errors.throwIfAny();
    return transactions.write(
        connection -> {
          demandFreeName(connection, asked.name(), 0);
          long id = ProductTable.insert(connection, asked, now());
          return ProductTable.find(connection, id).orElseThrow();
        },
        product -> Change.ofProduct(product.id()));
  }

  /**
   * Changes what the entry has.
   *
   * @throws ProblemException 404 if it is not sold, 409 if another device changed it or a product
   *     has the name, 422 if fields are wrong
   */
  public Product change(long id, ProductEntry entry) {
    return transactions.write(
        connection -> {
          Product present =
              ProductTable.find(connection, id)
                  .filter(product -> !product.isDeleted())
                  .orElseThrow(Products::unknown);
          Product changed = changed(present, entry);
          demandFreeName(connection, changed.name(), id);
          ProductTable.update(connection, changed, now());
          return changed;
        },
        product -> Change.ofProduct(product.id()));
  }

  private static Product changed(Product present, ProductEntry entry) {
    FieldErrors errors = new FieldErrors();
    ProductRules rules = new ProductRules(errors);
    String name = isLeft(entry.name()) ? present.name() : rules.name(entry.name());
    long price = isLeft(entry.price()) ? present.price() : rules.price(entry.price());
    long stock = isLeft(entry.stock()) ? present.stock() : stock(rules, errors, present, entry);
    Optional<String> image =
        isLeft(entry.image()) ? present.image() : rules.image(entry.image(), present.image());
    demandNumber(errors, "version", entry.version());
    demandNumber(errors, "stock_seen", entry.stockSeen());
    errors.throwIfAny();
    demandSeenVersion(present, entry.version());
    boolean isNewVersion =
        !name.equals(present.name()) || price != present.price() || !image.equals(present.image());
    long version = present.version() + (isNewVersion ? 1 : 0);
    return new Product(present.id(), name, price, stock, image, false, version);
  }

  private static boolean isLeft(Given given) {
    return given instanceof Given.Missing;
  }

  /** Only the difference counts: what was sold since the sender looked stays sold. */
  private static long stock(
      ProductRules rules, FieldErrors errors, Product present, ProductEntry entry) {
    long asked = rules.stock(entry.stock());
    if (!errors.isEmpty() || !(Whole.of(entry.stockSeen()) instanceof Whole.Value(var seen))) {
      return asked;
    }
    long stock = present.stock() + (asked - Math.clamp(seen, 0, Integer.MAX_VALUE));
    if (stock < 0) {
      errors.add(ProductRules.STOCK, ProductRules.NEGATIVE_STOCK);
    }
    return stock;
  }

  private static void demandNumber(FieldErrors errors, String field, Given given) {
    if (!given.isAbsent() && !(Whole.of(given) instanceof Whole.Value)) {
      errors.add(field, "不正なリクエストです");
    }
  }

  private static void demandSeenVersion(Product present, Given version) {
    if (!version.isAbsent() && !Whole.of(version).equals(new Whole.Value(present.version()))) {
      throw conflict();
    }
  }

  /** A change of what another device has changed meanwhile. */
  public static ProblemException conflict() {
    return new ProblemException(Problem.of(409, "version_conflict", "ほかの端末で変更されています。内容を確認してください"));
  }

  private static void demandFreeName(Connection connection, String name, long exceptId)
      throws SQLException {
    if (ProductTable.isNameTaken(connection, name, exceptId)) {
      String message = "同じ名前の商品がすでに存在します";
      throw new ProblemException(
          new Problem(
              409,
              "duplicate_name",
              message,
              Map.of(ProductRules.NAME, List.of(message)),
              Map.of(),
              Map.of()));
    }
  }

  /**
   * Takes a product away from the reception; a second time changes nothing.
   *
   * @throws ProblemException 404 if there never was one
   */
  public void delete(long id) {
    transactions.write(
        connection -> {
          if (ProductTable.find(connection, id).isEmpty()) {
            throw unknown();
          }
          return ProductTable.delete(connection, id, now());
        },
        isChanged -> isChanged ? Change.ofProduct(id) : Change.NONE);
  }

  private String now() {
    return Times.kept(clock.instant());
  }

  /** A product that there never was, or that is no longer sold. */
  public static ProblemException unknown() {
    return new ProblemException(Problem.of(404, "not_found", "商品が見つかりません"));
  }
}
