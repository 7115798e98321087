/**
 * Between the concepts and the database: every transaction goes through here, is refused where it
 * could not be saved, and is told to the screens once it is.
 */
@NullMarked
package dev.seseragi.apps.pos.storage;

import org.jspecify.annotations.NullMarked;
