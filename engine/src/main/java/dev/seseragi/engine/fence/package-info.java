/**
 * Who may extend a replica: writer ids, and what a filled slot means.
 *
 * <p>Decisions only, without effects: from what a store answered follows whether a slot is ours,
 * another writer's, or still free. Source of the rules: docs/fencing.md.
 */
@NullMarked
package dev.seseragi.engine.fence;

import org.jspecify.annotations.NullMarked;
