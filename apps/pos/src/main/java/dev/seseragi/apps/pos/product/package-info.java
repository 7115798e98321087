/** What is sold: registering, changing and taking products away, and their stock. */
@NullMarked
package dev.seseragi.apps.pos.product;

import org.jspecify.annotations.NullMarked;
