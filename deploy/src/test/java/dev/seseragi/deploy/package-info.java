/**
 * Runs what deploy/ describes as far as a machine without a container engine can: the files of the
 * images in namespaces, the example beside a SIGKILL, the distribution from odd places. What cannot
 * be run here is skipped, and says so.
 */
@NullMarked
package dev.seseragi.deploy;

import org.jspecify.annotations.NullMarked;
