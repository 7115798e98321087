/**
 * What changed in the database since the last position, without ever missing a committed frame.
 *
 * <p>A long-lived read transaction of ours (the pin) keeps SQLite from overwriting WAL frames that
 * were not captured; hand-over from pin to pin lets the WAL restart. Out come batches of pages. The
 * protocol and its proof: docs/capture.md, whose rule numbers stand in the code.
 */
@NullMarked
package dev.seseragi.engine.capture;

import org.jspecify.annotations.NullMarked;
