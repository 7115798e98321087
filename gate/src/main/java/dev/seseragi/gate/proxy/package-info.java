/**
 * The gate in front of any program that speaks HTTP/1.1: a reverse proxy that holds what the
 * program replies back until all that it could tell is in the store.
 *
 * <p>Requests flow from {@code ClientConnection} through {@code Exchange} to {@code
 * ChildConnection} as they come; replies flow back through {@code HeldReply}, where each part waits
 * for the gate. Netty parses and writes HTTP; what is forwarded and what is refused stands in
 * {@code RequestRules} and {@code Heads}, which are pure.
 *
 * <p>The rules this package guards: no byte of the child's reaches a client before the gate was
 * asked behind it and opened; memory is bounded whatever clients and child do; half a reply never
 * looks like a whole one. Everything of one client's connection happens on one event loop.
 */
@NullMarked
package dev.seseragi.gate.proxy;

import org.jspecify.annotations.NullMarked;
