/**
 * The store on Amazon S3 and what speaks its protocol: MinIO, R2, Tigris, B2 and others.
 *
 * <p>{@code S3SettingsReader} makes settings of an address, {@code S3ClientFactory} a client of the
 * settings, in the background; {@code Calls} runs each request within its limits and says of a
 * failed one whether it may have been applied all the same. That is what {@code S3Store} makes its
 * outcomes of: it never says Created on hope.
 */
@NullMarked
package dev.seseragi.store.s3;

import org.jspecify.annotations.NullMarked;
