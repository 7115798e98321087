/** The {@code seseragi} command. */
@NullMarked
package dev.seseragi.cli;

import org.jspecify.annotations.NullMarked;
