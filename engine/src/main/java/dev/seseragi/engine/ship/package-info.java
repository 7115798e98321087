/**
 * The way of a batch into the store: encoded into a segment, offered for the next slot until it is
 * certain whose the slot is, noted in the ledger.
 *
 * <p>One batch is under way at a time. From the first offer on the bytes of a segment are frozen.
 */
@NullMarked
package dev.seseragi.engine.ship;

import org.jspecify.annotations.NullMarked;
