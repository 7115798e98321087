/** The gate in front of a database that is opened with seseragi-jdbc. */
@NullMarked
package dev.seseragi.gate.jdbc;

import org.jspecify.annotations.NullMarked;
