/**
 * JSON (RFC 8259) in and out, as little as HTTP answers need: a strict reader and a writer into
 * bytes. No reflection, and few classes: both are on the way of a start.
 */
@NullMarked
package dev.seseragi.apps.json;

import org.jspecify.annotations.NullMarked;
