package dev.seseragi.store;

import java.time.Instant;

/**
 * One object of a listing.
 *
 * @param name relative to the store's prefix
 * @param sizeBytes how long the object is
 * @param timestamp what it was created with, or, where the store cannot list that ({@link
 *     Capabilities#listsExactTimestamps()}), when the store received it, or the same in whole
 *     seconds; {@link ObjectStore#stat} has the exact one
 */
public record ObjectInfo(String name, long sizeBytes, Instant timestamp) {}
