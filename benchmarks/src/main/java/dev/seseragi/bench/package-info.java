/** Measures what Seseragi promises, beside another replicator where one is given. */
@NullMarked
package dev.seseragi.bench;

import org.jspecify.annotations.NullMarked;
