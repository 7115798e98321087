package dev.seseragi.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/**
 * Databases to measure with. Their rows are texts of random words, which LZ4 brings to some 60 %:
 * between text that people write and what is compressed already.
 */
public final class SampleDatabase {
  private static final long SEED = 42;
  private static final int ROW_CHARS = 900;
  private static final int ROWS_PER_TRANSACTION = 5_000;
  private static final int WORDS = 4_096;
  private static final int MIN_WORD_CHARS = 3;
  private static final int MAX_WORD_CHARS = 12;
  private static final int LETTERS = 26;
  private static final double SKEW = 7;

  private SampleDatabase() {}

  /** Makes a database in WAL mode of at least that size, and as little more as possible. */
  public static void create(Path file, long sizeBytes) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=OFF");
      statement.execute("PRAGMA synchronous=OFF");
      statement.execute("CREATE TABLE rows(id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
      connection.setAutoCommit(false);
      fill(connection, file, sizeBytes);
      connection.setAutoCommit(true);
      statement.execute("PRAGMA journal_mode=WAL");
    }
  }

  private static void fill(Connection connection, Path file, long sizeBytes)
      throws SQLException, IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    String[] words = words(random);
    long rowsLeft = sizeBytes / ROW_CHARS;
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO rows(body) VALUES (?)")) {
      while (Files.size(file) < sizeBytes) {
        long batch = Math.clamp(rowsLeft / 2, 1, ROWS_PER_TRANSACTION);
        for (int row = 0; row < batch; row++) {
          insert.setString(1, text(words, random));
          insert.executeUpdate();
        }
        connection.commit();
        rowsLeft -= batch;
      }
    }
  }

  private static String[] words(SplittableRandom random) {
    String[] words = new String[WORDS];
    for (int word = 0; word < WORDS; word++) {
      char[] letters = new char[random.nextInt(MIN_WORD_CHARS, MAX_WORD_CHARS)];
      for (int i = 0; i < letters.length; i++) {
        letters[i] = (char) ('a' + random.nextInt(LETTERS));
      }
      words[word] = new String(letters);
    }
    return words;
  }

  private static String text(String[] words, SplittableRandom random) {
    StringBuilder text = new StringBuilder(ROW_CHARS + MAX_WORD_CHARS);
    while (text.length() < ROW_CHARS) {
      text.append(words[frequent(random)]).append(' ');
    }
    return text.toString();
  }

  /** A few words make up most of a text. */
  private static int frequent(SplittableRandom random) {
    double u = random.nextDouble();
    return (int) (WORDS * Math.pow(u, SKEW));
  }

  /** Adds one small row, as an application would. */
  public static void addRow(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=5000");
      statement.execute("INSERT INTO rows(body) VALUES ('one more')");
    }
  }
}
