package dev.seseragi.engine.compact;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What a housekeeper works with besides the replica.
 *
 * @param snapshots writes snapshots of the live database
 * @param listener learns of failures
 * @param temporaryFolder for what does not fit in memory; made when needed
 * @param clock the time
 */
public record Surroundings(
    SnapshotWriter snapshots,
    HousekeepingListener listener,
    Path temporaryFolder,
    InstantSource clock) {}
