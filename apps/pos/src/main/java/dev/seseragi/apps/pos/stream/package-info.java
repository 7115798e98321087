/** What the replica has: looked at now and then, for the page that shows where the data goes. */
@NullMarked
package dev.seseragi.apps.pos.stream;

import org.jspecify.annotations.NullMarked;
