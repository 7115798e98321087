/**
 * An S3 server for tests and measurements, in this JVM. It stands apart from the other test tools
 * because of the libraries it brings along.
 */
@NullMarked
package dev.seseragi.testkit.s3;

import org.jspecify.annotations.NullMarked;
