/**
 * What makes starts quick, for builds: one jar of many, and what programs need to rehearse a start
 * so that the classes that they load can be archived. In service nothing of it runs; it lies on the
 * class path because an archive is good for the very class path only that it was made with.
 */
@NullMarked
package dev.seseragi.training;

import org.jspecify.annotations.NullMarked;
