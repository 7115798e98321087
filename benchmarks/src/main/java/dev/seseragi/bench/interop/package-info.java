/**
 * {@code ./interop}: genuine Litestream and Seseragi on the same replicas, in turns. Whatever one
 * wrote, the other restores, continues and compacts; each restored database is compared with the
 * source.
 */
@NullMarked
package dev.seseragi.bench.interop;

import org.jspecify.annotations.NullMarked;
