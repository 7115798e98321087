package dev.seseragi.apps.pos.stream;

/**
 * What was asked of the store since the start, before anything is repeated or sent in parts.
 *
 * @param writes objects made
 * @param reads objects, or parts of them, read
 * @param lists pages of names
 * @param looks questions about one object
 * @param deletes calls, of any number of names
 */
public record RequestCounts(long writes, long reads, long lists, long looks, long deletes) {}
