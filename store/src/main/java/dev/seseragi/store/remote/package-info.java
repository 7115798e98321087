/**
 * What every store behind a network needs besides its protocol: deadlines, pauses between attempts,
 * requests that end when nobody waits for them any more, a client that is made in the background,
 * and the server's clock.
 *
 * <p>For the implementors of stores; nothing here knows a protocol.
 */
@NullMarked
package dev.seseragi.store.remote;

import org.jspecify.annotations.NullMarked;
