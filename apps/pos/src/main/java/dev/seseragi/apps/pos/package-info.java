/**
 * 帳場, the counter of a festival's food stall: orders, kitchen, call numbers, sales. Requests come
 * in through {@code web}, become transactions of {@code product}, {@code order} and {@code sales}
 * on the tables of {@code schema}, go through {@code storage}, and what they change goes out
 * through {@code live}. The rule it guards: an order that was answered is in the store, exactly
 * once.
 */
@NullMarked
package dev.seseragi.apps.pos;

import org.jspecify.annotations.NullMarked;
