/**
 * One question to a server on this machine. An image has no shell and no curl, so its health check
 * is a program of the runtime that is there anyway, with the class path and the AOT cache of the
 * application: 0.2 s of CPU, nearly all of it for the JVM.
 */
@NullMarked
package dev.seseragi.health;

import org.jspecify.annotations.NullMarked;
