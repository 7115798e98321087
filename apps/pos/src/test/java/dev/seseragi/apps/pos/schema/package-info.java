/** Tests of the tables. */
@NullMarked
package dev.seseragi.apps.pos.schema;

import org.jspecify.annotations.NullMarked;
