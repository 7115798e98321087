package dev.seseragi.engine;

import dev.seseragi.ltx.Txid;
import java.util.Optional;

/**
 * What a replicator left behind when it was closed.
 *
 * @param isComplete whether everything that was committed when the close began is in the store
 * @param position the last position in the store
 * @param unshippedCommits commits that were captured and are not known to be in the store
 * @param unshippedBytes the bytes of their pages
 * @param problem why, if not complete
 */
public record Shutdown(
    boolean isComplete,
    Txid position,
    long unshippedCommits,
    long unshippedBytes,
    Optional<String> problem) {}
