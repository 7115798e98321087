/**
 * Figures for Prometheus (text format 0.0.4). Counting costs an atomic addition; the text is made
 * when it is asked for.
 */
@NullMarked
package dev.seseragi.apps.metrics;

import org.jspecify.annotations.NullMarked;
