/**
 * The log: one JSON object a line on standard output, {@code time}, {@code level}, {@code msg} and
 * what belongs to it. The engine's messages come here through {@link System.Logger}.
 */
@NullMarked
package dev.seseragi.apps.log;

import org.jspecify.annotations.NullMarked;
