/** {@code ./demo}: shows the main job on a live database, with real processes and real kills. */
@NullMarked
package dev.seseragi.demo;

import org.jspecify.annotations.NullMarked;
