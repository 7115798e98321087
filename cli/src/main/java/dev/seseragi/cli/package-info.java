/**
 * The {@code seseragi} command.
 *
 * <p>{@link dev.seseragi.cli.Main} hands the process's streams and variables to {@link
 * dev.seseragi.cli.Cli}, which finds the command, reads its flags and turns whatever comes out into
 * an exit code and the texts that scripts know from Litestream (docs/cli.md).
 */
@NullMarked
package dev.seseragi.cli;

import org.jspecify.annotations.NullMarked;
