package dev.seseragi.apps.pos.order;

import dev.seseragi.apps.pos.field.Times;
import dev.seseragi.apps.pos.live.Change;
import dev.seseragi.apps.pos.storage.Transactions;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Orders and their ways, each step a transaction. Safe for use by many threads. */
public final class Orders {
  /** More than any kitchen has at once. */
  private static final int MAX_OPEN = 1_000;

  /** How many are read at once where all are. */
  private static final int CHUNK = 500;

  private final Transactions transactions;
  private final InstantSource clock;

  /** Orders of a database. */
  public Orders(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * An order that is kept.
   *
   * @param isReplay whether an earlier request with the same key has made it
   */
  public record Confirmed(Order order, boolean isReplay) {}

  /** An order after a step; {@code isChanged} is false if somebody else has taken it before. */
  private record Step(Order order, boolean isChanged) {
    Change change() {
      return isChanged
          ? Change.ofOrder(order.id(), order.lines().stream().map(OrderLine::productId).toList())
          : Change.NONE;
    }
  }

  /**
   * Takes an order and its stock.
   *
   * @throws ProblemException 409 if products are gone, cost something else or are short; 422 if the
   *     key is of another order or too little money was given; 503 if it is not confirmed
   */
  public Confirmed confirm(NewOrder asked) {
    Step step =
        transactions.write(
            connection -> {
              Optional<OrderTable.Known> known = OrderTable.byKey(connection, asked.key());
              return known.isPresent()
                  ? new Step(replay(connection, known.get(), asked), false)
                  : new Step(take(connection, asked), true);
            },
            Step::change);
    return new Confirmed(step.order(), !step.isChanged());
  }

  private static Order replay(Connection connection, OrderTable.Known known, NewOrder asked)
      throws SQLException {
    if (!known.hash().equals(asked.hash())) {
      throw new ProblemException(Problem.of(422, "idempotency_key_reused", "同じキーで別の注文がすでに送られています"));
    }
    return demand(connection, known.orderId());
  }

  private Order take(Connection connection, NewOrder asked) throws SQLException {
    List<OrderLine> lines = Sale.lines(connection, asked);
    Instant now = now();
    Sale.takeStock(connection, lines, now);
    long id = OrderTable.insert(connection, asked, lines, now);
    return demand(connection, id);
  }

  /**
   * Moves an order one step.
   *
   * @throws ProblemException 422 if that is no step, 404 without such an order, 409 if it stands
   *     elsewhere
   */
  public Order move(long id, Status from, Status to) {
    if (!from.leadsTo(to)) {
      throw badTransition();
    }
    return transactions
        .write(
            connection -> {
              Order order = demand(connection, id);
              if (order.status() == to) {
                return new Step(order, false);
              }
              if (order.status() != from) {
                throw new ProblemException(Problem.of(409, "status_conflict", "ほかの端末で更新されました"));
              }
              OrderTable.move(connection, order, to, now());
              return new Step(demand(connection, id), true);
            },
            step -> step.isChanged() ? Change.ofOrder(id, List.of()) : Change.NONE)
        .order();
  }

  /** A move that is no step. */
  public static ProblemException badTransition() {
    return new ProblemException(Problem.of(422, "bad_transition", "この状態には変更できません"));
  }

  /**
   * Takes an order back; a second time changes nothing.
   *
   * @throws ProblemException 404 without such an order
   */
  public Order cancel(long id, OrderRules.CancelEntry how) {
    return transactions
        .write(
            connection -> {
              Order order = demand(connection, id);
              if (order.status() == Status.CANCEL) {
                return new Step(order, false);
              }
              Instant now = now();
              OrderTable.cancel(
                  connection, order, new Cancellation(now, how.reason(), how.isRestocked()));
              if (how.isRestocked()) {
                Sale.giveBack(connection, order.lines(), now);
              }
              return new Step(demand(connection, id), true);
            },
            Step::change)
        .order();
  }

  /**
   * One of them.
   *
   * @throws ProblemException 404 without such an order
   */
  public Order one(long id) {
    return transactions.read(connection -> demand(connection, id));
  }

  /** Those that are not finished, oldest first. */
  public List<Order> open() {
    return transactions.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT "
                  + OrderTable.COLUMNS
                  + " FROM orders o WHERE o.status IN ('accept','cooking','serve')"
                  + " ORDER BY o.created_at, o.order_id LIMIT "
                  + MAX_OPEN)) {
        return OrderTable.orders(connection, select);
      }
    });
  }

  /** Some that follow an order, oldest first; the oldest of all if there is none to follow. */
  public List<Order> after(Optional<Order> last) {
    return transactions.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT "
                  + OrderTable.COLUMNS
                  + " FROM orders o WHERE (o.created_at, o.order_id) > (?, ?)"
                  + " ORDER BY o.created_at, o.order_id LIMIT "
                  + CHUNK)) {
        select.setString(1, last.map(order -> Times.kept(order.createdAt())).orElse(""));
        select.setLong(2, last.map(Order::id).orElse(0L));
        return OrderTable.orders(connection, select);
      }
    });
  }

  /** A page of those that fit. */
  public HistoryPage history(HistoryQuery query) {
    return transactions.read(connection -> HistoryTable.page(connection, query));
  }

  private static Order demand(Connection connection, long id) throws SQLException {
    return OrderTable.find(connection, id).orElseThrow(Orders::unknown);
  }

  /** An order that there never was. */
  public static ProblemException unknown() {
    return new ProblemException(Problem.of(404, "not_found", "注文が見つかりません"));
  }

  /** What is kept has milliseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
