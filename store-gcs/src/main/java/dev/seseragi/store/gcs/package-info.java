/**
 * Replicas in Google Cloud Storage, by its documented JSON API.
 *
 * <p>A call of {@link dev.seseragi.store.gcs.GcsStore} becomes a {@code Call}; {@code GcsClient}
 * sends it, again where that is safe, and gives back an {@code Outcome}: the server's answer, or
 * that there is none and whether the call may have been applied all the same. The rule it guards:
 * an upload whose answer is not known is never taken for done nor for not done.
 */
@NullMarked
package dev.seseragi.store.gcs;

import org.jspecify.annotations.NullMarked;
