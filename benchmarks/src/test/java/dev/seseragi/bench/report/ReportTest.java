package dev.seseragi.bench.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class ReportTest {
  private static final Figure FAST =
      Figure.of("restore", "100 MB", Unit.SECONDS, new Samples(List.of(0.5, 0.75, 1.0)))
          .against(Optional.of(Samples.of(3)))
          .goal(Goal.atMost(1))
          .note("a \"quoted\" remark\n");

  private static final Figure FAT =
      Figure.of("restore", "peak", Unit.BYTES, Samples.of(2e8)).goal(Goal.atMost(1.5e8));

  @Test
  void theTableShowsMedianRangeReferenceRatioAndVerdict() {
    String table = ReportTable.of(List.of(FAST, FAT), Optional.of("other"));

    assertThat(table.lines().toList())
        .anySatisfy(line ->
            assertThat(line)
                .contains("100 MB", "0.750 s", "0.500 s … 1.00 s", "3.00 s", "0.25", "ok"))
        .anySatisfy(line -> assertThat(line).contains("peak", "200 MB", "≤ 150 MB", "SHORT"));
  }

  @Test
  void whatIsShortOfItsGoalIsNamed() {
    Report report = new Report();
    report.add(FAST);
    report.add(FAT);

    assertThat(report.missed()).containsExactly(FAT);
  }

  @Test
  void theJsonIsJson() {
    Report report = new Report();
    report.add(FAST);
    report.add(FAT);

    String json = ReportJson.of(report, Map.of("cpu", "a \\ b"));

    Map<?, ?> read = read(json);
    assertThat(read.get("machine")).isEqualTo(Map.of("cpu", "a \\ b"));
    Map<?, ?> fast = (Map<?, ?>) ((List<?>) requireNonNull(read.get("figures"))).getFirst();
    assertThat(fast.get("median")).isEqualTo(0.75);
    assertThat(fast.get("samples")).isEqualTo(List.of(0.5, 0.75, 1.0));
    assertThat(fast.get("reference_median")).isEqualTo(3.0);
    assertThat(fast.get("goal_at_most")).isEqualTo(1.0);
    assertThat(fast.get("met")).isEqualTo(true);
    assertThat(fast.get("note")).isEqualTo("a \"quoted\" remark\n");
  }

  /** YAML 1.2 holds all of JSON. */
  private static Map<?, ?> read(String json) {
    return (Map<?, ?>)
        requireNonNull(new Load(LoadSettings.builder().build()).loadFromString(json));
  }

  @Test
  void valuesAreShownWithAUnitThatFits() {
    assertThat(Unit.BYTES.show(0)).isEqualTo("0 B");
    assertThat(Unit.BYTES.show(65_536)).isEqualTo("65.5 kB");
    assertThat(Unit.BYTES.show(1_073_741_824)).isEqualTo("1.07 GB");
    assertThat(Unit.PER_SECOND.show(72_200)).isEqualTo("72,200/s");
    assertThat(Unit.MILLIS.show(0.132)).isEqualTo("0.132 ms");
    assertThat(Unit.RATIO.show(0.914)).isEqualTo("0.91 ×");
    assertThat(Unit.CORE_PERCENT.show(16)).isEqualTo("16.0 %");
  }
}
