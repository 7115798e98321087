/**
 * {@code ./demo crash}: an application, its replica, the end of both by SIGKILL, and what comes
 * back. A row is acknowledged when its commit has returned; that is noted outside the database.
 */
@NullMarked
package dev.seseragi.bench.demo;

import org.jspecify.annotations.NullMarked;
