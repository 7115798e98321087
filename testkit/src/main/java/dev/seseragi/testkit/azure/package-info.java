/** Azurite, the emulator of Azure Blob Storage, as an ordinary program of node. */
@NullMarked
package dev.seseragi.testkit.azure;

import org.jspecify.annotations.NullMarked;
