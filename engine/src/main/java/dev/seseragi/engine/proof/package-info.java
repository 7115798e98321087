/**
 * Proves on duty that a replica can be restored: restores it into scratch space and compares what
 * comes back with the live database at the same position.
 *
 * <p>In flow a snapshot of the live database (its hashes only) and the replica; out flows a {@link
 * dev.seseragi.engine.proof.Proof}. The rules it guards: "proven" is never said of what was not
 * read back and compared with the database itself, not with what was sent (decision 0010); a proof
 * never holds up replication, and never fills the disk.
 */
@NullMarked
package dev.seseragi.engine.proof;

import org.jspecify.annotations.NullMarked;
