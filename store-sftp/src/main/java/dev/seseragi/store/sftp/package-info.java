/**
 * Replicas on an SFTP server: version 3 of the protocol (draft-ietf-secsh-filexfer-02) with
 * OpenSSH's extensions, over an SSH connection that a library makes.
 *
 * <p>Requests go in through {@link dev.seseragi.store.sftp.SftpStore}, are pipelined on one of a
 * few connections, and come out as packets. An object is a file that was written under a temporary
 * name and then linked to its own: the server refuses the link if the name is taken.
 */
@NullMarked
package dev.seseragi.store.sftp;

import org.jspecify.annotations.NullMarked;
