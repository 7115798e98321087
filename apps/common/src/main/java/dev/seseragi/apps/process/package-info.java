/**
 * The life of the process: what is started beside what, and an end that says the truth in its exit
 * code.
 */
@NullMarked
package dev.seseragi.apps.process;

import org.jspecify.annotations.NullMarked;
