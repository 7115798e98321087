/**
 * The web server of an application (Javalin on Jetty), with what both applications need: request
 * ids, problems for everything that goes wrong, bounded bodies, health, metrics, an access log.
 *
 * <p>In: requests. Out: answers, each behind the output gate. The rules it guards: the port is open
 * before the database is, and nothing but health is answered until then; no answer leaves before
 * all that it may show is durable.
 */
@NullMarked
package dev.seseragi.apps.web;

import org.jspecify.annotations.NullMarked;
