/** Databases and the applications that write to them while something is measured. */
@NullMarked
package dev.seseragi.bench.load;

import org.jspecify.annotations.NullMarked;
