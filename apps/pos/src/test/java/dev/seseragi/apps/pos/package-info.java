/** The application as its users and their programs see it: over HTTP. */
@NullMarked
package dev.seseragi.apps.pos;

import org.jspecify.annotations.NullMarked;
