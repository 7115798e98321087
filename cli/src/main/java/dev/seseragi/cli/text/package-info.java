/**
 * How results are written: tables, JSON, sizes and times, in the forms that Litestream's users and
 * their scripts know (docs/cli.md).
 */
@NullMarked
package dev.seseragi.cli.text;

import org.jspecify.annotations.NullMarked;
