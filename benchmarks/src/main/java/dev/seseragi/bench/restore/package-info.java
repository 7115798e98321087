/** How fast a database comes back, from a folder and from S3, and in how much memory. */
@NullMarked
package dev.seseragi.bench.restore;

import org.jspecify.annotations.NullMarked;
