package dev.seseragi.apps.pos.order;

import dev.seseragi.apps.pos.field.Times;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which orders of the history are asked for.
 *
 * @param page from 0
 * @param words a part of a line's name or of the memo, or an id; may be empty
 * @param day in Tokyo
 */
public record HistoryQuery(
    long page,
    int size,
    Sort sort,
    boolean isDescending,
    Optional<Status> status,
    String words,
    Optional<LocalDate> day) {
  /** The size that is not asked for. */
  public static final int DEFAULT_SIZE = 10;

  private static final int MAX_WORDS = 255;
  private static final long MAX_PAGE = 1_000_000;

  /** What can be sorted by. */
  public enum Sort {
    /** Its id. */
    ORDER_ID("order_id", "o.order_id"),
    /** When it was taken. */
    CREATED_AT("created_at", "o.created_at"),
    /** The table. */
    TABLE_NUMBER("table_number", "o.table_number"),
    /** What it cost. */
    TOTAL("total", "o.total"),
    /** Where it stands, as an order goes. */
    STATUS(
        "status",
        "CASE o.status WHEN 'accept' THEN 0 WHEN 'cooking' THEN 1 WHEN 'serve' THEN 2"
            + " WHEN 'finish' THEN 3 ELSE 4 END");

    private final String word;
    private final String sql;

    Sort(String word, String sql) {
      this.word = word;
      this.sql = sql;
    }

    /** As it is asked for. */
    public String word() {
      return word;
    }

    String sql() {
      return sql;
    }

    static Optional<Sort> of(String word) {
      for (Sort sort : values()) {
        if (sort.word.equals(word)) {
          return Optional.of(sort);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Of the parameters of a request; wrong ones count as not sent.
   *
   * @param sizes which sizes can be asked for
   */
  public static HistoryQuery of(Function<String, @Nullable String> parameters, IntPredicate sizes) {
    String sort = text(parameters, "sort");
    boolean isDescending = sort.startsWith("-") || Sort.of(sort).isEmpty();
    Sort by = Sort.of(sort.startsWith("-") ? sort.substring(1) : sort).orElse(Sort.CREATED_AT);
    int size = (int) number(text(parameters, "size"), DEFAULT_SIZE);
    return new HistoryQuery(
        number(text(parameters, "page"), 0),
        sizes.test(size) ? size : DEFAULT_SIZE,
        by,
        isDescending,
        Status.of(text(parameters, "status")),
        words(text(parameters, "q")),
        Times.parseDay(text(parameters, "date")));
  }

  private static String text(Function<String, @Nullable String> parameters, String name) {
    String value = parameters.apply(name);
    return value == null ? "" : value.strip();
  }

  private static String words(String text) {
    String words = Normalizer.normalize(text, Form.NFC);
    return words.substring(0, Math.min(MAX_WORDS, words.length()));
  }

  private static long number(String text, long fallback) {
    try {
      long number = Long.parseLong(text);
      return number >= 0 ? Math.min(number, MAX_PAGE) : fallback;
    } catch (NumberFormatException e) {
      return fallback;
    }
  }

  /** Whether it asks for a part only. */
  public boolean isFiltered() {
    return status.isPresent() || !words.isEmpty() || day.isPresent();
  }

  /** The same of another page. */
  public HistoryQuery at(long otherPage) {
    return new HistoryQuery(otherPage, size, sort, isDescending, status, words, day);
  }

  /** The first page, as a press on a column's header sorts: ascending, then descending. */
  public HistoryQuery pressed(Sort column) {
    boolean wasAscending = sort == column && !isDescending;
    return new HistoryQuery(0, size, column, wasAscending, status, words, day);
  }

  /** How {@code sort} is written. */
  public String sortWord() {
    return (isDescending ? "-" : "") + sort.word();
  }

  /** As the query of a URL. */
  public String toUrl() {
    return "page=%d&size=%d&sort=%s&status=%s&q=%s&date=%s"
        .formatted(
            page,
            size,
            sortWord(),
            status.map(Status::word).orElse(""),
            URLEncoder.encode(words, StandardCharsets.UTF_8),
            day.map(LocalDate::toString).orElse(""));
  }
}
