/**
 * A small Google Cloud Storage on a loopback port: the part of the documented JSON API that a
 * replica needs, with generations, preconditions, resumable uploads, roles and Google's error
 * bodies, and with faults on command.
 *
 * <p>{@link dev.seseragi.testkit.gcs.FakeGcs} is the server; the rest is what a test tells it and
 * asks of it.
 */
@NullMarked
package dev.seseragi.testkit.gcs;

import org.jspecify.annotations.NullMarked;
