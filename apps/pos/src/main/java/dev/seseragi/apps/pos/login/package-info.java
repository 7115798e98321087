/**
 * Who may do what: PINs for each role, sessions in signed cookies, and which paths a role may use.
 * Nothing is kept on the server but a count of failures.
 */
@NullMarked
package dev.seseragi.apps.pos.login;

import org.jspecify.annotations.NullMarked;
