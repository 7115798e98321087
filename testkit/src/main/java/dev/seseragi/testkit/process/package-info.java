/**
 * Processes to watch, to stop and to kill: a child JVM that runs a main class of the test's own
 * class path, or any command. Whatever happens to the test, its children end.
 */
@NullMarked
package dev.seseragi.testkit.process;

import org.jspecify.annotations.NullMarked;
