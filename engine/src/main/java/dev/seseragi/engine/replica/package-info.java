/**
 * Everything that is kept for one database under one prefix of a store: which segments there are,
 * and how to read and create one.
 *
 * <p>A listing becomes an {@link dev.seseragi.engine.replica.Inventory}, from which restores,
 * take-overs, compaction and retention are planned. The names are described in
 * docs/format/replica-layout.md.
 */
@NullMarked
package dev.seseragi.engine.replica;

import org.jspecify.annotations.NullMarked;
