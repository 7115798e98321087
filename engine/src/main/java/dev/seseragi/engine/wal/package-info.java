/**
 * The format of SQLite's write-ahead log: its header, its frames and their running checksum.
 *
 * <p>Pure: bytes go in, values come out. Which frames are committed and whether they may be read is
 * decided in {@code engine.capture}. Source: sqlite.org, fileformat2.html §4 and walformat.html.
 */
@NullMarked
package dev.seseragi.engine.wal;

import org.jspecify.annotations.NullMarked;
