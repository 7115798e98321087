/**
 * Tools for tests, never shipped: {@code store} has the contract kit and stores that fail on
 * command, {@code fixtures} the replicas that genuine Litestream wrote, {@code process} processes
 * to kill, {@code time} waiting without sleeping.
 */
@NullMarked
package dev.seseragi.testkit;

import org.jspecify.annotations.NullMarked;
