package dev.seseragi.jdbc.pool;

import java.util.Locale;
import java.util.Set;

/**
 * What the words of a statement tell about it, before it is run. Where they leave a doubt it is
 * taken for a write. Nothing that must be right rests on this: whether something was committed is
 * known by SQLite's commit hook.
 *
 * @param kind what has to be held while it runs
 * @param isInsert whether it can generate a key
 * @param isReturning whether it writes and gives rows
 * @param changesConnection whether it may leave something in the connection that the next user
 *     would notice
 * @param isReusable whether the driver's statement may be kept: not with a {@code *}, whose columns
 *     change with the schema, which the driver does not notice
 */
record Sql(
    Kind kind,
    boolean isInsert,
    boolean isReturning,
    boolean changesConnection,
    boolean isReusable) {

  /** What has to be held. */
  enum Kind {
    /** Nothing: it can't change the database. */
    READ,
    /** The turn. */
    WRITE,
    /** The turn, and afterwards SQLite is asked whether a transaction is open. */
    CONTROL
  }

  /** Several statements of any kind. */
  static final Sql BATCH = new Sql(Kind.CONTROL, true, false, false, false);

  private static final Set<String> READS = Set.of("SELECT", "VALUES", "EXPLAIN", "");
  private static final Set<String> INSERTS = Set.of("INSERT", "REPLACE");
  private static final Set<String> MAIN_VERBS =
      Set.of("SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE");
  private static final Set<String> CONTROLS =
      Set.of("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE");
  private static final Set<String> CONNECTION_VERBS = Set.of("ATTACH", "DETACH");
  private static final Set<String> TEMPORARY = Set.of("TEMP", "TEMPORARY");

  /** Pragmas that only tell something, also when they are given an argument (pragma.html). */
  private static final Set<String> TELLING_PRAGMAS =
      Set.of(
          "TABLE_INFO",
          "TABLE_XINFO",
          "TABLE_LIST",
          "INDEX_LIST",
          "INDEX_INFO",
          "INDEX_XINFO",
          "FOREIGN_KEY_LIST",
          "FOREIGN_KEY_CHECK",
          "DATABASE_LIST",
          "COLLATION_LIST",
          "FUNCTION_LIST",
          "MODULE_LIST",
          "PRAGMA_LIST",
          "COMPILE_OPTIONS",
          "INTEGRITY_CHECK",
          "QUICK_CHECK");

  /** Pragmas that do something even without an argument. */
  private static final Set<String> DOING_PRAGMAS =
      Set.of("INCREMENTAL_VACUUM", "OPTIMIZE", "WAL_CHECKPOINT", "SHRINK_MEMORY");

  /** Reads the words of a statement. */
  static Sql of(String text) {
    Words words = new Words(text);
    String verb = words.next();
    boolean isPragma = verb.equals("PRAGMA");
    String second = verb.equals("CREATE") || isPragma ? words.next() : "";
    boolean isPlainPragma = isPragma && isTelling(pragma(words, second), words);
    String main = verb.equals("WITH") ? words.nextOf(MAIN_VERBS) : verb;
    boolean isReturning = words.restHas("RETURNING");
    boolean isRead = READS.contains(main) || isPlainPragma;
    boolean isControl = CONTROLS.contains(verb) || words.isScript();
    return new Sql(
        isControl ? Kind.CONTROL : isRead ? Kind.READ : Kind.WRITE,
        INSERTS.contains(main),
        isReturning && !isRead,
        changesConnection(verb, second, isPragma && !isPlainPragma) || words.isScript(),
        !words.hasStar() && !isControl && !isPragma);
  }

  /** The name of a pragma behind the name of a database, if there is one. */
  private static String pragma(Words words, String first) {
    return words.skip('.') ? words.next() : first;
  }

  private static boolean isTelling(String pragma, Words words) {
    boolean hasArgument = words.isAt('=') || words.isAt('(');
    return TELLING_PRAGMAS.contains(pragma) || !(hasArgument || DOING_PRAGMAS.contains(pragma));
  }

  private static boolean changesConnection(String verb, String second, boolean isSettingPragma) {
    return isSettingPragma
        || CONNECTION_VERBS.contains(verb)
        || (verb.equals("CREATE") && TEMPORARY.contains(second));
  }

  /** Goes through a text word by word, past comments, strings and quoted names. */
  private static final class Words {
    private final String text;
    private int at;
    private int depth;
    private boolean hasStar;
    private boolean isAfterSemicolon;
    private boolean isScript;

    Words(String text) {
      this.text = text;
    }

    boolean hasStar() {
      return hasStar;
    }

    /** Whether there is something behind a semicolon. Known once all words were read. */
    boolean isScript() {
      return isScript;
    }

    /** The next word outside of parentheses in capitals; empty at the end. */
    String next() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (isWordStart(c)) {
          String word = word();
          isScript |= isAfterSemicolon;
          if (depth == 0) {
            return word;
          }
        } else {
          skipOther(c);
        }
      }
      return "";
    }

    String nextOf(Set<String> wanted) {
      String word = next();
      while (!word.isEmpty() && !wanted.contains(word)) {
        word = next();
      }
      return word;
    }

    /** Reads to the end; whether this word was there. */
    boolean restHas(String wanted) {
      boolean isThere = false;
      for (String word = next(); !word.isEmpty(); word = next()) {
        isThere |= word.equals(wanted);
      }
      return isThere;
    }

    boolean isAt(char expected) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return at < text.length() && text.charAt(at) == expected;
    }

    boolean skip(char expected) {
      boolean isThere = isAt(expected);
      at += isThere ? 1 : 0;
      return isThere;
    }

    private String word() {
      int start = at;
      while (at < text.length() && isWordPart(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at).toUpperCase(Locale.ROOT);
    }

    private void skipOther(char c) {
      switch (c) {
        case '\'', '"', '`' -> skipBehind(c, at + 1);
        case '[' -> skipBehind(']', at + 1);
        case '-' -> skipComment('-', "\n");
        case '/' -> skipComment('*', "*/");
        default -> {
          note(c);
          at++;
        }
      }
    }

    private void note(char c) {
      switch (c) {
        case '(' -> depth++;
        case ')' -> depth = Math.max(0, depth - 1);
        // count(*) has one column, whatever becomes of the table.
        case '*' -> hasStar |= at == 0 || text.charAt(at - 1) != '(';
        case ';' -> isAfterSemicolon = true;
        default -> {}
      }
    }

    /** A doubled quote inside a string ends it and begins another one, which comes to the same. */
    private void skipBehind(char end, int from) {
      int found = text.indexOf(end, from);
      at = found < 0 ? text.length() : found + 1;
    }

    private void skipComment(char second, String end) {
      if (at + 1 >= text.length() || text.charAt(at + 1) != second) {
        at++;
        return;
      }
      int found = text.indexOf(end, at + 2);
      at = found < 0 ? text.length() : found + end.length();
    }

    private static boolean isWordStart(char c) {
      return c == '_' || Character.isLetter(c);
    }

    private static boolean isWordPart(char c) {
      return isWordStart(c) || Character.isDigit(c) || c == '$';
    }
  }
}
