/**
 * The entry of the engine: {@link dev.seseragi.engine.Replicator} follows one database into one
 * replica.
 *
 * <p>It wires the parts, which lie in packages in the order in which data flows: {@code wal} and
 * {@code capture} (what changed), {@code batch} and {@code ledger} (what is to be sent), {@code
 * fence} and {@code ship} (whose slot it is, and the way there), {@code replica} (what is there),
 * {@code compact} (keeping it small), {@code restore} and {@code litestream3} (the way back). See
 * docs/architecture.md.
 */
@NullMarked
package dev.seseragi.engine;

import org.jspecify.annotations.NullMarked;
