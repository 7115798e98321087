/** How fast a database comes back, from a near and from a far store, and in how much memory. */
@NullMarked
package dev.seseragi.bench.restore;

import org.jspecify.annotations.NullMarked;
