package dev.seseragi.apps.database;

import dev.seseragi.apps.metrics.Exposition;
import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.jdbc.SeseragiStatus;

/** The engine's state, under the names that the command uses (docs/cli.md). */
final class StatusMetrics {
  private static final double MILLIS = 1_000.0;

  private StatusMetrics() {}

  static void write(Exposition text, SeseragiStatus status) {
    text.gauge("db_connections_in_use", "Connections in use", status.connections().taken());
    text.gauge(
        "db_waiting_for_connection",
        "Callers that wait for a connection",
        status.connections().waitingForConnection());
    text.gauge(
        "db_waiting_for_turn",
        "Writes that wait for another one",
        status.connections().waitingForTurn());
    text.gauge(
        "seseragi_unconfirmed_commits",
        "Commits that the store is not known to have",
        (double) status.unconfirmedCommits());
    text.gauge(
        "seseragi_lag_seconds",
        "For how long the oldest of them has been waiting",
        status.oldestUnconfirmed().toMillis() / MILLIS);
    status.replication().ifPresent(now -> replication(text, now));
  }

  private static void replication(Exposition text, ReplicatorStatus now) {
    text.gauge(
        "seseragi_healthy", "1 if what is committed reaches the store", now.isHealthy() ? 1 : 0);
    text.gauge(
        "seseragi_fenced",
        "1 if another process is the writer now",
        now.state() == State.FENCED ? 1 : 0);
    text.gauge(
        "seseragi_txid", "Last position that is in the store", (double) now.position().value());
    text.gauge(
        "seseragi_pending_commits", "Commits not yet in the store", (double) now.pendingCommits());
    text.gauge(
        "seseragi_pending_bytes",
        "Bytes of pages not yet in the store",
        (double) now.pendingBytes());
    text.gauge("seseragi_wal_bytes", "Size of the WAL file", (double) now.walBytes());
    text.gauge(
        "seseragi_database_bytes", "Size of the database file", (double) now.databaseBytes());
    text.gauge(
        "seseragi_last_shipped_timestamp_seconds",
        "When the last segment was acknowledged; 0 if none was yet",
        now.lastShipped().map(time -> time.toEpochMilli() / MILLIS).orElse(0.0));
    text.counter("seseragi_segments_total", "Segments shipped", (double) now.counts().segments());
    text.counter(
        "seseragi_segment_bytes_total",
        "Bytes of segments shipped",
        (double) now.counts().segmentBytes());
    text.counter(
        "seseragi_failures_total",
        "Attempts that failed, of any kind",
        (double) now.counts().failures());
  }
}
