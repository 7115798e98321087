/**
 * A set of pages on its way: the newest version of each page that a batch of commits, or a merge of
 * segments, changes.
 *
 * <p>Capture and compaction put pages in; encoding takes them out in ascending order. Memory is
 * bounded: what exceeds the bound lies in a temporary file.
 */
@NullMarked
package dev.seseragi.engine.batch;

import org.jspecify.annotations.NullMarked;
