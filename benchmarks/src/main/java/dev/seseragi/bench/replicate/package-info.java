/** What replication costs: bytes, the application's speed, CPU, memory and requests. */
@NullMarked
package dev.seseragi.bench.replicate;

import org.jspecify.annotations.NullMarked;
