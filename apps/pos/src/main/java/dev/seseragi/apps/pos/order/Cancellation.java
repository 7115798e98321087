package dev.seseragi.apps.pos.order;

import java.time.Instant;

/**
 * How an order was taken back.
 *
 * @param reason may be empty
 * @param isRestocked whether its quantities went back to the stock
 */
public record Cancellation(Instant at, String reason, boolean isRestocked) {}
