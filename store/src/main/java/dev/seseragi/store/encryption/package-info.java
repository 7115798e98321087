/**
 * Encryption on this side of the store: plain bytes above, authenticated cipher text below.
 *
 * <p>{@link dev.seseragi.store.encryption.Encryption} puts an {@code EncryptedStore} around any
 * other store. A body is sealed chunk by chunk while it is sent, a range is opened chunk by chunk
 * while it is read; the sizes of listings are those of the plain bytes. A mark in the replica says
 * that it is encrypted and proves the key before anything is read. The rule it guards: a byte that
 * was not sealed with this key, for this name, in this replica, at this place, is never returned.
 * The bytes: docs/format/encryption.md.
 */
@NullMarked
package dev.seseragi.store.encryption;

import org.jspecify.annotations.NullMarked;
