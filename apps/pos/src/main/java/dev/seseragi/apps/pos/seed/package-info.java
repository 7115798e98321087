/** Data to try the application with, the same each time. */
@NullMarked
package dev.seseragi.apps.pos.seed;

import org.jspecify.annotations.NullMarked;
