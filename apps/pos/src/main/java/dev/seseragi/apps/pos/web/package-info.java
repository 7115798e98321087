/**
 * The edge: requests become calls of the concepts, and what they return becomes pages, fragments,
 * JSON, CSV and events. Nothing is decided here but how it is sent.
 */
@NullMarked
package dev.seseragi.apps.pos.web;

import org.jspecify.annotations.NullMarked;
