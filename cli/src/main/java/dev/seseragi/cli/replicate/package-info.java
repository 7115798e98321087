/**
 * {@code seseragi replicate} as a process: databases with their replicators, a child that is run
 * beside them, signals, and an end within its budget.
 *
 * <p>Everything that happens becomes an {@link dev.seseragi.cli.replicate.Event}, and one thread
 * takes them in turn. The rule this package guards: the process ends in time, whatever hangs, and
 * its exit code and last lines tell the truth about what was not replicated.
 */
@NullMarked
package dev.seseragi.cli.replicate;

import org.jspecify.annotations.NullMarked;
