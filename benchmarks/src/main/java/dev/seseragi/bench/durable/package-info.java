/** Scenarios of applications whose commits return when the store has them. */
@NullMarked
package dev.seseragi.bench.durable;

import org.jspecify.annotations.NullMarked;
