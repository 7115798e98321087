package dev.seseragi.engine;

import dev.seseragi.engine.capture.CaptureSettings;
import dev.seseragi.engine.compact.CompactionSettings;
import dev.seseragi.engine.fence.TakeOverPolicy;
import dev.seseragi.engine.proof.ProofSettings;
import dev.seseragi.ltx.PageFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a database is replicated.
 *
 * @param syncInterval at most how often a segment is made while nobody waits for one; the first
 *     commit after a quiet interval is shipped at once
 * @param pageFormat how pages are compressed in segments
 * @param stateFolder where the ledger and temporary files lie
 * @param compaction levels, snapshots, retention; also used for {@code pageFormat} there
 * @param capture the constants of capture
 * @param takeOver what a start does when another writer has not said that it ended
 * @param deletionAge how young an object may be that others than Seseragi delete from the replica:
 *     the end is looked at again, by a listing, when half of that has gone by since the last look
 *     and something is shipped. Zero: behind each segment
 * @param hasHousekeeping false if nothing is compacted, removed or proven ({@code -once})
 * @param proofs how it is proven, while the database is used, that it can be restored; empty: not
 *     at all
 */
public record ReplicatorSettings(
    Duration syncInterval,
    PageFormat pageFormat,
    Path stateFolder,
    CompactionSettings compaction,
    CaptureSettings capture,
    TakeOverPolicy takeOver,
    Duration deletionAge,
    boolean hasHousekeeping,
    Optional<ProofSettings> proofs) {

  private static final Duration DEFAULT_SYNC_INTERVAL = Duration.ofSeconds(1);

  /** A genuine Litestream that runs on the same path by mistake deletes from level 0 after this. */
  private static final Duration LITESTREAM_DELETES = Duration.ofMinutes(5);

  /** Checks the ranges. */
  public ReplicatorSettings {
    if (syncInterval.isNegative()) {
      throw new IllegalArgumentException("a sync interval is 0 or more, found " + syncInterval);
    }
    if (deletionAge.isNegative()) {
      throw new IllegalArgumentException("a deletion age is 0 or more, found " + deletionAge);
    }
  }

  /** Litestream's defaults, with the state in {@code .NAME-seseragi} beside the database. */
  public static ReplicatorSettings defaultsFor(Path database) {
    return new ReplicatorSettings(
        DEFAULT_SYNC_INTERVAL,
        PageFormat.BLOCK,
        stateFolderOf(database),
        CompactionSettings.DEFAULTS,
        CaptureSettings.defaults(),
        TakeOverPolicy.STEAL,
        LITESTREAM_DELETES,
        true,
        Optional.empty());
  }

  /** Where the state of a database lies unless said otherwise. */
  public static Path stateFolderOf(Path database) {
    return database.resolveSibling("." + database.getFileName() + "-seseragi");
  }

  /** The page ledger of a database with this state folder. */
  public static Path ledgerIn(Path stateFolder) {
    return stateFolder.resolve("ledger");
  }

  /** The note of the last offer of a database with this state folder. */
  public static Path offerIn(Path stateFolder) {
    return stateFolder.resolve("offered");
  }

  /** The note of what is proven about a database with this state folder. */
  public static Path proofIn(Path stateFolder) {
    return stateFolder.resolve("proof");
  }

  /**
   * The file by which the user says that a database is to be kept although nothing proves that it
   * descends from its replica; it is gone once the database is in the replica.
   */
  public static Path consentIn(Path stateFolder) {
    return stateFolder.resolve("keep-this-database");
  }

  /** The same with another sync interval. */
  public ReplicatorSettings withSyncInterval(Duration interval) {
    return new ReplicatorSettings(
        interval,
        pageFormat,
        stateFolder,
        compaction,
        capture,
        takeOver,
        deletionAge,
        hasHousekeeping,
        proofs);
  }

  /** The same with another state folder. */
  public ReplicatorSettings withStateFolder(Path folder) {
    return new ReplicatorSettings(
        syncInterval,
        pageFormat,
        folder,
        compaction,
        capture,
        takeOver,
        deletionAge,
        hasHousekeeping,
        proofs);
  }

  /** The same with another page format. */
  public ReplicatorSettings withPageFormat(PageFormat format) {
    return new ReplicatorSettings(
        syncInterval,
        format,
        stateFolder,
        compaction,
        capture,
        takeOver,
        deletionAge,
        hasHousekeeping,
        proofs);
  }

  /** The same with other levels, snapshots and retention. */
  public ReplicatorSettings withCompaction(CompactionSettings other) {
    return new ReplicatorSettings(
        syncInterval,
        pageFormat,
        stateFolder,
        other,
        capture,
        takeOver,
        deletionAge,
        hasHousekeeping,
        proofs);
  }

  /** The same with other constants of capture. */
  public ReplicatorSettings withCapture(CaptureSettings other) {
    return new ReplicatorSettings(
        syncInterval,
        pageFormat,
        stateFolder,
        compaction,
        other,
        takeOver,
        deletionAge,
        hasHousekeeping,
        proofs);
  }

  /** The same without compaction, retention and proofs. */
  public ReplicatorSettings withoutHousekeeping() {
    return new ReplicatorSettings(
        syncInterval,
        pageFormat,
        stateFolder,
        compaction,
        capture,
        takeOver,
        deletionAge,
        false,
        Optional.empty());
  }

  /** The same with another way to take over. */
  public ReplicatorSettings withTakeOver(TakeOverPolicy policy) {
    return new ReplicatorSettings(
        syncInterval,
        pageFormat,
        stateFolder,
        compaction,
        capture,
        policy,
        deletionAge,
        hasHousekeeping,
        proofs);
  }

  /** The same with another age at which others delete. */
  public ReplicatorSettings withDeletionAge(Duration age) {
    return new ReplicatorSettings(
        syncInterval,
        pageFormat,
        stateFolder,
        compaction,
        capture,
        takeOver,
        age,
        hasHousekeeping,
        proofs);
  }

  /** The same with proofs that the database can be restored. */
  public ReplicatorSettings withProofs(Optional<ProofSettings> other) {
    return new ReplicatorSettings(
        syncInterval,
        pageFormat,
        stateFolder,
        compaction,
        capture,
        takeOver,
        deletionAge,
        hasHousekeeping,
        other);
  }
}
