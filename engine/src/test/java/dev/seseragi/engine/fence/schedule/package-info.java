/**
 * The protocol of docs/fencing.md, run by the real classes through every order of steps of a few
 * writers; and each rule taken away, so that one sees what it is for.
 *
 * <p>Programs ({@link dev.seseragi.engine.fence.schedule.Stage}) call the real decisions over a
 * store that is made of the answers they have had so far ({@link
 * dev.seseragi.engine.fence.schedule.Wire}): that makes each program a tree, grown where the
 * exploration gets to ({@link dev.seseragi.engine.fence.schedule.Actor}). What the store holds,
 * what is on its way, where in its tree each program stands and what was promised is a {@link
 * dev.seseragi.engine.fence.schedule.State}; a {@link dev.seseragi.engine.fence.schedule.World}
 * knows which states can follow, and an {@link dev.seseragi.engine.fence.schedule.Explorer} goes
 * through all of them, each once.
 */
@org.jspecify.annotations.NullMarked
package dev.seseragi.engine.fence.schedule;
