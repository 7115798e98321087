/**
 * The counter as people meet it: in Chromium, on screens of all sizes, by finger and by keyboard.
 */
@NullMarked
package dev.seseragi.apps.pos.browser;

import org.jspecify.annotations.NullMarked;
