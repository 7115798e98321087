/**
 * Just enough of S3, on the loopback interface, for a reference that has no store on which requests
 * can be delayed, counted or left hanging.
 */
@NullMarked
package dev.seseragi.bench.s3;

import org.jspecify.annotations.NullMarked;
