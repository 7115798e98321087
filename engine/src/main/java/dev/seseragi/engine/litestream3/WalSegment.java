package dev.seseragi.engine.litestream3;

import dev.seseragi.store.ObjectInfo;

/**
 * A piece of a WAL as Litestream 0.3 shipped it.
 *
 * @param index which WAL: one more for each of Litestream's checkpoints
 * @param offsetBytes where the piece begins in that WAL
 * @param object its object
 */
public record WalSegment(long index, long offsetBytes, ObjectInfo object) {}
