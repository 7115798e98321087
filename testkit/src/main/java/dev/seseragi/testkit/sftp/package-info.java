/** An SFTP server in this process, on a port of its own, for folders of the local disk. */
@NullMarked
package dev.seseragi.testkit.sftp;

import org.jspecify.annotations.NullMarked;
