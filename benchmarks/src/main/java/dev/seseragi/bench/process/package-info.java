/** Programs that are measured: how they are started, what they use, and when they end. */
@NullMarked
package dev.seseragi.bench.process;

import org.jspecify.annotations.NullMarked;
