/**
 * What the templates are given: records with everything decided and nothing looked up. The
 * templates in {@code src/main/jte} only arrange it.
 */
@NullMarked
package dev.seseragi.apps.pos.view;

import org.jspecify.annotations.NullMarked;
