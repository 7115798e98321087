/**
 * Runs what deploy/ and its pages describe as far as a machine without a container engine and a
 * cloud can: the files of the images in namespaces, the example beside a SIGKILL, the distribution
 * from odd places, the pages' commands against a {@code gcloud} that writes down what it is asked.
 * Holds the links of docs/ to what is there. What cannot be run is skipped, and says so.
 */
@NullMarked
package dev.seseragi.deploy;

import org.jspecify.annotations.NullMarked;
