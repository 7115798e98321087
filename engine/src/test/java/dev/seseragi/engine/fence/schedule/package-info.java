/**
 * The protocol of docs/fencing.md, run by the real classes through every order of steps of a few
 * writers; and each rule taken away, so that one sees what it is for.
 */
@org.jspecify.annotations.NullMarked
package dev.seseragi.engine.fence.schedule;
