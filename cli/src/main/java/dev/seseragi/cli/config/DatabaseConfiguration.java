package dev.seseragi.cli.config;

import dev.seseragi.cli.stores.ReplicaLocation;
import java.nio.file.Path;

/**
 * One database with its replica.
 *
 * @param path the database file, absolute
 * @param replica where it is replicated to
 * @param stateFolder where local state lies
 * @param isRestoredIfMissing whether the newest state is restored before the start where there is
 *     no database
 * @param settings how it is replicated
 */
public record DatabaseConfiguration(
    Path path,
    ReplicaLocation replica,
    Path stateFolder,
    boolean isRestoredIfMissing,
    ReplicationSettings settings) {}
