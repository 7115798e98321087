/**
 * Follows the pages about deploying: runs their commands against a {@code gcloud} that writes down
 * what it is asked, and holds the links and the quoted messages of docs/ to what is so.
 */
@NullMarked
package dev.seseragi.deploy;

import org.jspecify.annotations.NullMarked;
