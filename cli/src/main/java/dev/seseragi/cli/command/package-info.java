/** What a command is, what it may touch of the outside, and how it ends. */
@NullMarked
package dev.seseragi.cli.command;

import org.jspecify.annotations.NullMarked;
