/**
 * What programs need to rehearse a start: a build runs them once and archives the classes that they
 * load. In service nothing of it runs; it lies on the class path because an archive is good for the
 * very class path only that it was made with.
 */
@NullMarked
package dev.seseragi.training;

import org.jspecify.annotations.NullMarked;
