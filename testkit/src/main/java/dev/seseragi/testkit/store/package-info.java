/**
 * The contract kit that every store passes, and stores for tests: in memory, slow, and failing on
 * command.
 *
 * <p>A test of what a store's user does in trouble takes a {@link
 * dev.seseragi.testkit.store.FaultyStore} over a {@link dev.seseragi.testkit.store.MemoryStore};
 * several of them over one store are several processes, each with troubles of its own.
 */
@NullMarked
package dev.seseragi.testkit.store;

import org.jspecify.annotations.NullMarked;
