/**
 * The page ledger: a 64-bit hash of every page as the replica has it, in a file beside the
 * database. It tells which pages differ from the replica without asking the network.
 *
 * <p>Shipping writes it after each acknowledged segment, a restore on the way; capture compares
 * with it when it cannot prove that it saw every frame. It is a cache: whatever happens to the file
 * is noticed by the sum that it carries, and costs a whole copy of the database, never a gap.
 * Bytes: docs/format/ledger.md.
 */
@NullMarked
package dev.seseragi.engine.ledger;

import org.jspecify.annotations.NullMarked;
