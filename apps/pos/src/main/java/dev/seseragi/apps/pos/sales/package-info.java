/** What was sold: totals, ranking and composition, of all orders that were not taken back. */
@NullMarked
package dev.seseragi.apps.pos.sales;

import org.jspecify.annotations.NullMarked;
