/** The tests of encryption, which need what testkit has. */
@NullMarked
package dev.seseragi.testkit.store.encryption;

import org.jspecify.annotations.NullMarked;
