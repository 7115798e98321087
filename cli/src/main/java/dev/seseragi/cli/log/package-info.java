/**
 * Log lines, as text ({@code time=… level=INFO msg=… key=value}) or JSON, on stdout or stderr.
 *
 * <p>The engine logs through {@link System.Logger}; {@link dev.seseragi.cli.log.LineLoggerFinder}
 * brings its messages here, so that java.util.logging, which is slow to start, is never loaded.
 */
@NullMarked
package dev.seseragi.cli.log;

import org.jspecify.annotations.NullMarked;
