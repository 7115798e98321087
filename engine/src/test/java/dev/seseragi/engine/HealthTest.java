package dev.seseragi.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HealthTest {
  private final List<String> lines = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private final Health health = new Health(new Lines(), "a.db", () -> changes.add("changed"));

  /** Keeps what is logged. */
  private final class Lines implements System.Logger {
    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      lines.add(level + " " + message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... params) {
      lines.add(level + " " + MessageFormat.format(format, params));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cannot create seseragi/writers/0000000000000001-00000001a1b2c3d4.json in s3://b: denied"
            + "| cannot create seseragi/writers/0000000000000001-000000010badcafe.json in s3://b: denied",
        "permission denied at /r/.seseragi~1-00a1b2c3d4e5f607-9"
            + "| permission denied at /r/.seseragi~1-00a1b2c3d4e5f607-10",
        "its file system is full: 345 bytes needed, 4,096 free"
            + "| its file system is full: 345 bytes needed, 12,288 free",
        "no answer (request 6f1d2a3b-12ab-4cde-8f01-1234567890ab) within 10000 ms"
            + "| no answer (request 7a00b1c2-34cd-4eff-9a02-abcdef012345) within 10021 ms"
      })
  void whatDiffersByIdsAndSizesOnlyIsSaidOnceAndShownAsItIsNow(String first, String second) {
    health.failed(Health.Place.START, first);
    health.failed(Health.Place.START, second);
    health.failed(Health.Place.START, first);
    health.failed(Health.Place.START, second);

    assertThat(lines).containsExactly("WARNING a.db: " + first);
    assertThat(changes).hasSize(1);
    assertThat(health.problem()).contains(second);
    assertThat(health.failures()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cannot create a in s3://b: denied | cannot create a in s3://b: connection refused",
        "cannot list s3://b: the answer was 503 | cannot list s3://b: the answer was 403",
        "cannot compact level 1: denied | cannot compact level 2: denied"
      })
  void anotherKindOfProblemIsSaid(String first, String second) {
    health.failed(Health.Place.START, first);
    health.failed(Health.Place.START, second);

    assertThat(lines).containsExactly("WARNING a.db: " + first, "WARNING a.db: " + second);
    assertThat(changes).hasSize(2);
  }

  @Test
  void whatComesBackIsSaidAgain() {
    health.failed(Health.Place.START, "denied");
    health.recovered(Health.Place.START);
    health.failed(Health.Place.START, "denied");

    assertThat(lines)
        .containsExactly(
            "WARNING a.db: denied", "INFO a.db: start works again", "WARNING a.db: denied");
  }
}
