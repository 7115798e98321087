/**
 * Commands that look and tell: which databases are configured, how far each is replicated, which
 * segments a replica has; and the one that forgets local state.
 */
@NullMarked
package dev.seseragi.cli.inspect;

import org.jspecify.annotations.NullMarked;
