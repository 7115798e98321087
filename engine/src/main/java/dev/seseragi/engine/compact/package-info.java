/**
 * Keeps a replica small and quick to restore: merges segments into levels, has snapshots written,
 * and deletes what neither a restore under way nor a promised point in time needs.
 *
 * <p>What is due is decided by pure plans from an inventory and the time, so that it depends on
 * what is stored and not on how long this process has lived. {@link
 * dev.seseragi.engine.compact.Housekeeper} carries the plans out. The rule it guards: after every
 * step the newest state is restorable, and level 0 is never empty. Why a new database is not
 * uploaded again level by level: docs/decisions/0003-base-not-compacted.md.
 */
@NullMarked
package dev.seseragi.engine.compact;

import org.jspecify.annotations.NullMarked;
