/**
 * The contract of an object store, and the store that is a local directory.
 *
 * <p>Bodies go in by create-if-absent, the operation on which the whole safety of a replica rests:
 * its outcome is {@code Created}, {@code Taken} or {@code Unknown}, never a guess. Every store
 * passes the same contract kit (module testkit).
 */
@NullMarked
package dev.seseragi.store;

import org.jspecify.annotations.NullMarked;
