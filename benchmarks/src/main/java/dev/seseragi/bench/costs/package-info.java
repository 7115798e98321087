/**
 * What replication costs: requests and bytes of each operation are counted at an S3 server; a month
 * of a database is computed from them, and a bill from that and the prices that providers publish.
 */
@NullMarked
package dev.seseragi.bench.costs;

import org.jspecify.annotations.NullMarked;
