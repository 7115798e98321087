/**
 * A {@link javax.sql.DataSource} for SQLite whose commits are safe when they return: {@link
 * dev.seseragi.jdbc.Seseragi}.
 *
 * <p>In: a database file and the URL of its replica. The engine's {@code Opening} restores what is
 * missing and takes the replica over, {@code pool} gives connections, {@code Durability} holds each
 * commit back until the store has it, outside of all locks. The rule it guards: what was
 * acknowledged is in the store.
 */
@NullMarked
package dev.seseragi.jdbc;

import org.jspecify.annotations.NullMarked;
