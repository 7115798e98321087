/**
 * {@code seseragi restore}: from flags to a restored database, with its progress and its report.
 *
 * <p>What is restored and how is the engine's matter; the words, the streams and the exit codes are
 * those that Litestream's users know.
 */
@NullMarked
package dev.seseragi.cli.restore;

import org.jspecify.annotations.NullMarked;
