/** Commands for who looks after replicas: {@code retain} and {@code doctor}. */
@NullMarked
package dev.seseragi.cli.maintain;

import org.jspecify.annotations.NullMarked;
