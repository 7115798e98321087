/** Work that loads the classes which commands load, for the build to archive. */
@NullMarked
package dev.seseragi.cli.training;

import org.jspecify.annotations.NullMarked;
