/**
 * The gate as a servlet filter: what a handler writes is kept until it is full, flushed or over,
 * and goes to the container only when the gate has opened for it.
 *
 * <p>The rule this package guards: nothing of a reply, be it the status, a header or the end, is
 * given to the container before the gate was asked behind it. What has left and cannot be followed
 * by the rest ends with a broken connection, so that half a reply never looks like a whole one.
 */
@NullMarked
package dev.seseragi.gate.servlet;

import org.jspecify.annotations.NullMarked;
