/** What the program says of itself: its version, its completion, and what it cannot do yet. */
@NullMarked
package dev.seseragi.cli.about;

import org.jspecify.annotations.NullMarked;
