/** The tables of the application, and how they came to be. Rows are never deleted. */
@NullMarked
package dev.seseragi.apps.pos.schema;

import org.jspecify.annotations.NullMarked;
