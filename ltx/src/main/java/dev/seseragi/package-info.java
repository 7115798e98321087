/** What every module shares: the root of Seseragi's exceptions. */
@NullMarked
package dev.seseragi;

import org.jspecify.annotations.NullMarked;
