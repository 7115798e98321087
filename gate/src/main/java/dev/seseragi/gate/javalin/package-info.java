/** The gate as a plug-in of Javalin: the servlet filter, at its place in the server. */
@NullMarked
package dev.seseragi.gate.javalin;

import org.jspecify.annotations.NullMarked;
