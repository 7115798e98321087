/**
 * Orders: taking them together with the stock they use, moving them through the kitchen, taking
 * them back, and finding them again. Each step is one transaction.
 */
@NullMarked
package dev.seseragi.apps.pos.order;

import org.jspecify.annotations.NullMarked;
