/**
 * Which store a replica lives in, and how it is opened: the one place where a kind of store is
 * added to the command.
 */
@NullMarked
package dev.seseragi.cli.stores;

import org.jspecify.annotations.NullMarked;
