/**
 * LTX version 3, the file format of a replica's segments: codec and checksums.
 *
 * <p>Pages go in by {@link dev.seseragi.ltx.LtxEncoder} and come out, verified, by {@link
 * dev.seseragi.ltx.LtxDecoder}; {@link dev.seseragi.ltx.PageIndex} finds single pages for ranged
 * reads, and {@link dev.seseragi.ltx.LtxSlice} reads parts of a segment side by side. Nothing here
 * does I/O beyond the streams it is given. The format is described in docs/format/ltx.md.
 */
@NullMarked
package dev.seseragi.ltx;

import org.jspecify.annotations.NullMarked;
