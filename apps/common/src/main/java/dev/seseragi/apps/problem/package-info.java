/**
 * What went wrong with a request, as its sender is told: {@code application/problem+json} (RFC
 * 9457) with a {@code code} for programs and a {@code detail} for people. Never a stack trace.
 */
@NullMarked
package dev.seseragi.apps.problem;

import org.jspecify.annotations.NullMarked;
