/**
 * Tells every screen what has changed: commits come in once they are durable, and go out as
 * server-sent events, numbered, to as many streams as are open. A stream that cannot follow is
 * closed; nothing here grows without a bound.
 */
@NullMarked
package dev.seseragi.apps.pos.live;

import org.jspecify.annotations.NullMarked;
