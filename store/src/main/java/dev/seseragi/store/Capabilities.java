package dev.seseragi.store;

/**
 * What a store can do beyond the contract.
 *
 * @param createsAtomically whether create-if-absent is atomic against everyone; a store where it is
 *     not is refused for durable commits
 * @param listsExactTimestamps whether listings report the timestamp an object was created with
 * @param rangedReadsAreCheap whether several ranged reads of one object in parallel are faster than
 *     a single read (true over a network)
 */
public record Capabilities(
    boolean createsAtomically, boolean listsExactTimestamps, boolean rangedReadsAreCheap) {}
