/** The commands, one class each: from flags to results. */
@NullMarked
package dev.seseragi.cli.commands;

import org.jspecify.annotations.NullMarked;
