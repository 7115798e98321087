package dev.seseragi.cli.replicate;

import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.engine.proof.Proof.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The state of all databases in the text format of Prometheus
 * (prometheus.io/docs/instrumenting/exposition_formats). Names and their counterparts of
 * Litestream: docs/cli.md.
 */
final class Metrics {
  private final List<Sample> samples;
  private final StringBuilder text = new StringBuilder();

  /** One database at one moment. */
  record Sample(String database, ReplicatorStatus status) {}

  private Metrics(List<Sample> samples) {
    this.samples = samples;
  }

  static String of(List<Sample> samples, ProcessHandle.Info process) {
    Metrics metrics = new Metrics(samples);
    metrics.states();
    metrics.gauges();
    metrics.counters();
    metrics.proofs();
    metrics.process(process);
    return metrics.text.toString();
  }

  private void states() {
    gauge("healthy", "1 if what is committed reaches the store", s -> s.isHealthy() ? 1 : 0);
    head("state", "gauge", "1 for the state that the replicator is in");
    for (Sample sample : samples) {
      for (State state : State.values()) {
        int value = sample.status().state() == state ? 1 : 0;
        String label = ",state=\"" + state.name().toLowerCase(Locale.ROOT) + "\"";
        line("state", sample.database(), label, value);
      }
    }
  }

  private void gauges() {
    gauge("database_bytes", "Size of the database file", ReplicatorStatus::databaseBytes);
    gauge("wal_bytes", "Size of the WAL file", ReplicatorStatus::walBytes);
    gauge("txid", "Last position that is in the store", s -> s.position().value());
    gauge("pending_commits", "Commits not yet in the store", ReplicatorStatus::pendingCommits);
    gauge("pending_bytes", "Bytes of pages not yet in the store", ReplicatorStatus::pendingBytes);
    gauge(
        "last_shipped_timestamp_seconds",
        "When the last segment was acknowledged; 0 if none was yet",
        s -> s.lastShipped().map(time -> time.toEpochMilli() / 1_000.0).orElse(0.0));
  }

  private void counters() {
    counter("segments_total", "Segments shipped", s -> s.counts().segments());
    counter("segment_bytes_total", "Bytes of segments shipped", s -> s.counts().segmentBytes());
    counter("commits_total", "Commits in shipped segments", s -> s.counts().commits());
    counter("wal_frames_total", "WAL frames captured", s -> s.counts().frames());
    counter(
        "compares_total",
        "Whole databases compared with the ledger, or copied",
        s -> s.counts().compares());
    counter("wal_turns_total", "Times the WAL was made to restart", s -> s.counts().turns());
    counter(
        "wal_turns_blocked_total",
        "Times a reader of the application prevented that",
        s -> s.counts().blockedTurns());
    counter("failures_total", "Attempts that failed, of any kind", s -> s.counts().failures());
  }

  private void proofs() {
    gauge(
        "proven_restorable_timestamp",
        "What was committed before is proven to be restorable; 0 if nothing is",
        s -> s.proofs().provenRestorable().map(time -> time.toEpochMilli() / 1_000.0).orElse(0.0));
    head("proofs_total", "counter", "Proofs that a restore works, by what they came to");
    for (Sample sample : samples) {
      for (Outcome outcome : Outcome.values()) {
        String label = ",outcome=\"" + outcome.word() + "\"";
        double count = (double) sample.status().proofs().count(outcome);
        line("proofs_total", sample.database(), label, count);
      }
    }
    counter("proof_requests_total", "Requests of proofs", s -> s.proofs().total().requests());
    counter(
        "proof_read_bytes_total",
        "Bytes that proofs have read from the store",
        s -> s.proofs().total().readBytes());
  }

  private void process(ProcessHandle.Info process) {
    process
        .totalCpuDuration()
        .ifPresent(
            cpu -> plain("process_cpu_seconds_total", "counter", "CPU time used", seconds(cpu)));
    process
        .startInstant()
        .ifPresent(start ->
            plain(
                "process_start_time_seconds",
                "gauge",
                "When the process started",
                start.toEpochMilli() / 1_000.0));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  private void gauge(String name, String help, ToDoubleFunction<ReplicatorStatus> value) {
    family(name, "gauge", help, value);
  }

  private void counter(String name, String help, ToDoubleFunction<ReplicatorStatus> value) {
    family(name, "counter", help, value);
  }

  private void family(
      String name, String type, String help, ToDoubleFunction<ReplicatorStatus> value) {
    head(name, type, help);
    for (Sample sample : samples) {
      line(name, sample.database(), "", value.applyAsDouble(sample.status()));
    }
  }

  private void head(String name, String type, String help) {
    text.append("# HELP seseragi_").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE seseragi_").append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, String database, String moreLabels, double value) {
    text.append("seseragi_").append(name).append("{db=\"").append(escape(database)).append('"');
    text.append(moreLabels).append("} ").append(number(value)).append('\n');
  }

  private void plain(String name, String type, String help, double value) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append(name).append(' ').append(number(value)).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
