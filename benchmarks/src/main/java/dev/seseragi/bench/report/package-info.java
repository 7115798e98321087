/**
 * What was measured: samples become figures with a median and a goal, and those a table and JSON.
 */
@NullMarked
package dev.seseragi.bench.report;

import org.jspecify.annotations.NullMarked;
