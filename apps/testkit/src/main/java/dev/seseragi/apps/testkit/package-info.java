/** Talks to a running application as its clients do: in order, and out of order. */
@NullMarked
package dev.seseragi.apps.testkit;

import org.jspecify.annotations.NullMarked;
