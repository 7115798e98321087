/**
 * The users API: a JSON API over one table.
 *
 * <p>{@code Main} reads the settings and runs a command; {@code UsersApi} turns requests into calls
 * of {@code Users}, whose methods are one transaction each; {@code UserTable} and {@code
 * IdempotencyTable} hold the SQL. The rule it guards: docs/users-api.md, which its clients rely on.
 */
@NullMarked
package dev.seseragi.apps.users;

import org.jspecify.annotations.NullMarked;
