/** Waiting in tests: for conditions, with deadlines; and delays that a test can inject. */
@NullMarked
package dev.seseragi.testkit.time;

import org.jspecify.annotations.NullMarked;
