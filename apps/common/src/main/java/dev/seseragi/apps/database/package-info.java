/**
 * The application's database: {@link dev.seseragi.apps.database.Database} opens it beside the
 * starting web server, migrates it, and runs reads and transactions on it.
 *
 * <p>In: work on a connection. Out: its result, or a {@code StorageException} that says what the
 * sender of a request may rely on. The rules it guards: a write is acknowledged when the store has
 * it, and no answer passes its {@code gate} that shows what the store may not have.
 */
@NullMarked
package dev.seseragi.apps.database;

import org.jspecify.annotations.NullMarked;
