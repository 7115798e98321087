/**
 * Reading what Litestream 0.3 wrote: a snapshot and the WAL that followed it, under {@code
 * generations/} (docs/format/litestream-0.3.md). Nothing here writes to a store.
 *
 * <p>A listing becomes {@code Generations}, from which a plan is made (pure); {@code
 * Litestream3Reader} applies it to a file as SQLite's checkpoint would, and does not accept a hole
 * or a damaged byte where SQLite would silently stop.
 */
@NullMarked
package dev.seseragi.engine.litestream3;

import org.jspecify.annotations.NullMarked;
