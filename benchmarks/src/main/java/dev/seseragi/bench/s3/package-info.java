/**
 * S3 on the loopback interface, in a process of its own: s3proxy, and before it a proxy that counts
 * the requests by kind, adds to each the time that a store far away takes, or lets writes hang.
 */
@NullMarked
package dev.seseragi.bench.s3;

import org.jspecify.annotations.NullMarked;
