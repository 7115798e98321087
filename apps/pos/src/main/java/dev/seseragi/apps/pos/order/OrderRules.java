package dev.seseragi.apps.pos.order;

import dev.seseragi.apps.json.JsonNumber;
import dev.seseragi.apps.pos.field.FieldErrors;
import dev.seseragi.apps.pos.field.Given;
import dev.seseragi.apps.pos.field.Texts;
import dev.seseragi.apps.pos.field.Whole;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What an order's fields may be. */
public final class OrderRules {
  /** The field of an order's lines. */
  public static final String ITEMS = "items";

  static final String RECEIVED = "received";

  private static final int MAX_KEY = 100;
  private static final int MAX_TABLE = 999;
  private static final int MAX_MEMO = 100;
  private static final int MAX_REASON = 100;
  private static final long MAX_RECEIVED = 99_999_999;
  private static final int MAX_LINES = 50;
  private static final long MAX_QUANTITY = 999;

  private final FieldErrors errors = new FieldErrors();

  private OrderRules() {}

  /**
   * What was sent for an order.
   *
   * @param items a list of objects, if all is well
   */
  public record Entry(Given table, Given memo, Given received, @Nullable Object items) {
    /** Of a JSON object. */
    public static Entry ofJson(Map<?, ?> object) {
      return new Entry(
          Given.of(object, "table_number"),
          Given.of(object, "memo"),
          Given.of(object, RECEIVED),
          object.get(ITEMS));
    }
  }

  /**
   * The order that was asked for.
   *
   * @param key of the header; null if it has none
   * @throws ProblemException 400 without a key, 422 if fields are wrong
   */
  public static NewOrder check(@Nullable String key, Entry entry) {
    if (key == null || key.isBlank() || key.length() > MAX_KEY) {
      throw new ProblemException(Problem.of(400, "idempotency_key_required", "不正なリクエストです"));
    }
    OrderRules rules = new OrderRules();
    NewOrder order =
        new NewOrder(
            key,
            rules.table(entry.table()),
            rules.memo(entry.memo()),
            rules.received(entry.received()),
            rules.lines(entry.items()));
    rules.errors.throwIfAny();
    return order;
  }

  private int table(Given given) {
    return switch (Whole.of(given)) {
      case Whole.Empty() -> wrongTable("テーブル番号を入力してください");
      case Whole.Value(var value) when value == 0 -> wrongTable("テーブル番号を入力してください");
      case Whole.Value(var value) when value >= 1 && value <= MAX_TABLE -> (int) value;
      case Whole.Value _, Whole.Fraction _, Whole.NoNumber _ ->
          wrongTable("テーブル番号は1から999の整数で入力してください");
    };
  }

  private int wrongTable(String message) {
    errors.add("table_number", message);
    return 1;
  }

  private String memo(Given given) {
    if (given.isAbsent()) {
      return "";
    }
    String memo = given.asText();
    if (memo == null || Texts.length(memo) > MAX_MEMO) {
      errors.add("memo", "メモは100文字以内で入力してください");
      return "";
    }
    return memo;
  }

  private OptionalLong received(Given given) {
    return switch (Whole.of(given)) {
      case Whole.Empty() -> OptionalLong.empty();
      case Whole.Value(var value) when value >= 0 && value <= MAX_RECEIVED ->
          OptionalLong.of(value);
      case Whole.Value _, Whole.Fraction _, Whole.NoNumber _ -> {
        errors.add(RECEIVED, "お預かりは0以上の整数で入力してください");
        yield OptionalLong.empty();
      }
    };
  }

  private List<NewOrder.Line> lines(@Nullable Object items) {
    Map<Long, NewOrder.Line> merged = new LinkedHashMap<>();
    boolean isRight = items instanceof List<?> list && !list.isEmpty();
    if (items instanceof List<?> list) {
      for (Object item : list) {
        isRight = isRight && item instanceof Map<?, ?> object && merge(merged, object);
      }
    }
    if (!isRight || merged.size() > MAX_LINES) {
      errors.add(ITEMS, "注文内容が正しくありません");
      return List.of();
    }
    return List.copyOf(merged.values());
  }

  private static boolean merge(Map<Long, NewOrder.Line> lines, Map<?, ?> item) {
    OptionalLong productId = whole(item.get("product_id"));
    OptionalLong quantity = whole(item.get("quantity"));
    OptionalLong price = whole(item.get("unit_price"));
    boolean isPriceStrange = item.get("unit_price") != null && price.isEmpty();
    if (productId.isEmpty() || quantity.isEmpty() || isPriceStrange) {
      return false;
    }
    List<Long> seen = new ArrayList<>();
    price.ifPresent(seen::add);
    return merge(lines, new NewOrder.Line(productId.getAsLong(), quantity.getAsLong(), seen));
  }

  private static boolean merge(Map<Long, NewOrder.Line> lines, NewOrder.Line line) {
    if (line.quantity() < 1 || line.quantity() > MAX_QUANTITY) {
      return false;
    }
    List<Long> seen = new ArrayList<>(line.seenPrices());
    NewOrder.Line before = lines.get(line.productId());
    long sum = line.quantity();
    if (before != null) {
      sum += before.quantity();
      seen.addAll(before.seenPrices());
    }
    lines.put(
        line.productId(),
        new NewOrder.Line(line.productId(), sum, seen.stream().distinct().sorted().toList()));
    return sum <= MAX_QUANTITY;
  }

  private static OptionalLong whole(@Nullable Object value) {
    return value instanceof JsonNumber number ? number.whole() : OptionalLong.empty();
  }

  /**
   * How an order is to be taken back.
   *
   * @param isRestocked whether its quantities go back to the stock
   */
  public record CancelEntry(boolean isRestocked, String reason) {}

  /**
   * Checks it.
   *
   * @throws ProblemException 422 if fields are wrong
   */
  public static CancelEntry checkCancel(Given restock, Given reason) {
    OrderRules rules = new OrderRules();
    boolean isRestocked = restock instanceof Given.Truth(var isTrue) && isTrue;
    if (!(restock instanceof Given.Truth)) {
      rules.errors.add("restock", "在庫を戻すかどうかを指定してください");
    }
    String text = reason.isAbsent() ? "" : reason.asText();
    if (text == null || Texts.length(text) > MAX_REASON) {
      rules.errors.add("reason", "理由は100文字以内で入力してください");
    }
    rules.errors.throwIfAny();
    return new CancelEntry(isRestocked, text == null ? "" : text);
  }
}
