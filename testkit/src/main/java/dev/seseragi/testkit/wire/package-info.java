/**
 * Faults on the wire: a proxy between a client and a server that speak HTTP/1.1, with a script of
 * what goes wrong. It knows nothing of what the requests mean, so it serves every kind of store.
 */
@NullMarked
package dev.seseragi.testkit.wire;

import org.jspecify.annotations.NullMarked;
