/** The point of sale as a process, with the devices of a festival: what they wait for, and lose. */
@NullMarked
package dev.seseragi.bench.pos;

import org.jspecify.annotations.NullMarked;
