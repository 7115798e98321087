/**
 * Names content by a digest: what is the same has the same name. In: bytes. Out: digits. The rule
 * it guards: one algorithm for entity tags, URLs of files and requests that are repeated.
 */
@NullMarked
package dev.seseragi.apps.hash;

import org.jspecify.annotations.NullMarked;
