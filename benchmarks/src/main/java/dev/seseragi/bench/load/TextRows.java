package dev.seseragi.bench.load;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;

/** Texts of random words, few of which make up most of a text. */
final class TextRows implements SampleDatabase.Rows {
  private static final long SEED = 42;
  private static final int ROW_CHARS = 900;
  private static final int WORDS = 4_096;
  private static final int MIN_WORD_CHARS = 3;
  private static final int MAX_WORD_CHARS = 12;
  private static final int LETTERS = 26;
  private static final double SKEW = 7;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final String[] words = words(random);

  @Override
  public String table() {
    return "CREATE TABLE rows(id INTEGER PRIMARY KEY, body TEXT NOT NULL)";
  }

  @Override
  public String insert() {
    return "INSERT INTO rows(body) VALUES (?)";
  }

  @Override
  public int rowBytes() {
    return ROW_CHARS;
  }

  @Override
  public void next(PreparedStatement insert) throws SQLException {
    insert.setString(1, text());
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

  private String text() {
    StringBuilder text = new StringBuilder(ROW_CHARS + MAX_WORD_CHARS);
    while (text.length() < ROW_CHARS) {
      text.append(words[frequent()]).append(' ');
    }
    return text.toString();
  }

  private int frequent() {
    double u = random.nextDouble();
    return (int) (WORDS * Math.pow(u, SKEW));
  }
}
