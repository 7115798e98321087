/**
 * The grammar of Go's command lines: {@code -flag value}, {@code -flag=value}, one dash or two,
 * switches without a value, every flag before the first argument.
 *
 * <p>Words go in, {@link dev.seseragi.cli.flags.Arguments} come out. The grammar is parsed here and
 * not by picocli, because its texts and its treatment of switches are promises to those who come
 * from Litestream, and because picocli costs 75 ms of every start; picocli writes usages and the
 * completion from the same {@link dev.seseragi.cli.flags.CommandShape}.
 */
@NullMarked
package dev.seseragi.cli.flags;

import org.jspecify.annotations.NullMarked;
