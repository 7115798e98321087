/**
 * From a replica to a database file.
 *
 * <p>A listing becomes a plan ({@code Plans}, pure): the cheapest chain of segments that reaches
 * the point asked for, or a reason why there is none. The plan is read newest first, several reads
 * at a time; each page goes once, from its newest segment, into a temporary file beside the target,
 * which gets its name when every checksum agreed and the file is on disk. Memory is bounded by
 * {@code ReadAhead} and one bit a page. A restore is never shorter than asked for without saying
 * so, and a half-written file never has the final name.
 */
@NullMarked
package dev.seseragi.engine.restore;

import org.jspecify.annotations.NullMarked;
