/** Tests of the numbered changes. */
@NullMarked
package dev.seseragi.apps.pos.live;

import org.jspecify.annotations.NullMarked;
