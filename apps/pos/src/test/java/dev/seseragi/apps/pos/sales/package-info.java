/** Arithmetic of the sales. */
@NullMarked
package dev.seseragi.apps.pos.sales;

import org.jspecify.annotations.NullMarked;
