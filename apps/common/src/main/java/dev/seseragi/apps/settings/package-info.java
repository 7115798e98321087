/**
 * What the environment says, read once at the start.
 *
 * <p>In: variables. Out: checked values. The rule it guards: a variable that is wrong, or that
 * looks like ours and is not known, stops the start, and all of them are told at once.
 */
@NullMarked
package dev.seseragi.apps.settings;

import org.jspecify.annotations.NullMarked;
