/** The sample applications as processes: requests a second, the time to a first answer, memory. */
@NullMarked
package dev.seseragi.bench.apps;

import org.jspecify.annotations.NullMarked;
