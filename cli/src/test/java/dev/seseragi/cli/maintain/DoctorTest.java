package dev.seseragi.cli.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.cli.maintain.Finding.Verdict;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.Listings;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
  @TempDir Path folder;

  private final MemoryStore objects = new MemoryStore();
  private final FaultyStore store = new FaultyStore(objects);
  private final AtomicLong nanos = new AtomicLong();
  private final Doctor doctor = doctorOf(store);

  private Doctor doctorOf(ObjectStore examined) {
    return new Doctor(
        examined,
        new Replica(examined),
        "p",
        InstantSource.system(),
        () -> nanos.getAndAdd(3_000_000));
  }

  private static Finding of(String check, List<Finding> findings) {
    return findings.stream().filter(found -> found.check().equals(check)).findFirst().orElseThrow();
  }

  @Test
  void aHealthyStoreIsLeftAsItWas() {
    List<Finding> findings = doctor.examine();

    assertThat(findings).allMatch(found -> found.verdict() == Verdict.OK);
    assertThat(of("read latency", findings).text()).isEqualTo("p50 3.0 ms, p99 3.0 ms of 20");
    assertThat(Listings.names(objects, "")).isEmpty();
    assertThat(doctor.left()).isEmpty();
  }

  @Test
  void withoutReachingTheStoreNothingElseIsTried() {
    store.always(new Fault.Unavailable());

    List<Finding> findings = doctor.examine();

    assertThat(findings.getFirst().verdict()).isEqualTo(Verdict.FAILED);
    assertThat(findings.getFirst().text()).contains("unavailable");
    assertThat(findings.subList(2, findings.size()))
        .allMatch(found -> found.verdict() == Verdict.SKIPPED);
  }

  @Test
  void aStoreThatForbidsDeletingIsWellAndKeepsOneProbe() {
    store.always(Operation.DELETE, new Fault.Forbidden());

    List<Finding> findings = doctor.examine();

    assertThat(of("delete", findings).verdict()).isEqualTo(Verdict.NOTE);
    assertThat(of("delete", findings).text()).contains("seseragi retain");
    assertThat(of("create latency", findings).verdict()).isEqualTo(Verdict.SKIPPED);
    assertThat(doctor.left()).containsExactly("seseragi/doctor/p");
    assertThat(Listings.names(objects, "")).containsExactly("seseragi/doctor/p");
  }

  @Test
  void aListingThatLagsIsFound() {
    store.always(Operation.LIST, new Fault.StaleListing(List.of()));

    assertThat(of("list what is new", doctor.examine()).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aStoreThatIgnoresConditionalWritesIsFound() {
    Finding finding = of("create if absent", doctorOf(new OverwritingStore(objects)).examine());

    assertThat(finding.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(finding.text()).contains("Created", "gone", "ignores conditional writes");
  }

  @Test
  void theCommandShowsALineForEachCheckAndItsExitCodeTellsWhetherAllIsWell() throws Exception {
    Result well = TestCli.in(folder).run("doctor", "file://" + folder.resolve("replica"));
    assertThat(well.exitCode()).isZero();
    assertThat(well.out())
        .contains("ok      create if absent  the second one is refused, the first one is kept")
        .contains("proven empty");

    Path notAFolder = Files.createFile(folder.resolve("file"));
    Result ill = TestCli.in(folder).run("doctor", "-json", "file://" + notAFolder.resolve("x"));
    assertThat(ill.exitCode()).isEqualTo(1);
    assertThat(ill.out()).contains("\"verdict\": \"failed\"", "a file where a folder was expected");
  }
}
