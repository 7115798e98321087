/**
 * {@code seseragi run}: any command behind the output gate. The words of the command line become
 * {@code ProxyPorts} and settings; {@code ProxyGatekeeper} stands between the command and its
 * clients while {@code replicate}'s machinery runs it.
 *
 * <p>The rule this package guards: nobody is forwarded to the command before this process is the
 * writer and the command accepts, nor after it was told to end.
 */
@NullMarked
package dev.seseragi.cli.run;

import org.jspecify.annotations.NullMarked;
