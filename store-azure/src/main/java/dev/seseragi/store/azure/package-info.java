/**
 * Replicas in Azure Blob Storage, by Microsoft's client on the JDK's HTTP.
 *
 * <p>Requests go in through {@link dev.seseragi.store.azure.AzureStore}; {@code Calls} gives each a
 * thread, a deadline and retries, and {@code AzureErrors} says of what comes back what it means. An
 * object is created by {@code If-None-Match: *}: the service refuses it if the name is taken.
 */
@NullMarked
package dev.seseragi.store.azure;

import org.jspecify.annotations.NullMarked;
