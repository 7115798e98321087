/**
 * A pool of connections to one SQLite database: many readers, one writer at a time by a fair turn.
 *
 * <p>In: a database file, and a {@link dev.seseragi.jdbc.pool.CommitGate} that says when a commit
 * may return. Out: {@link dev.seseragi.jdbc.pool.PooledDataSource}. The rule it guards: whatever
 * was committed passes the gate before the call that committed it returns, and the gate is passed
 * outside of SQLite's write lock and of the turn.
 */
@NullMarked
package dev.seseragi.jdbc.pool;

import org.jspecify.annotations.NullMarked;
