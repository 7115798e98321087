/**
 * litestream.yml as it is, and what our own section adds.
 *
 * <p>Text goes in; variables are expanded, YAML is composed into nodes with line numbers, and each
 * {@link dev.seseragi.cli.config.Section} hands out typed values. What comes out is a {@link
 * dev.seseragi.cli.config.Configuration}, or one {@link
 * dev.seseragi.cli.config.ConfigurationException} that lists every problem with its line. The rule
 * this package guards: no key is ever ignored in silence. It is honoured, or noted with the reason
 * why it has no effect, or an error (docs/configuration.md).
 */
@NullMarked
package dev.seseragi.cli.config;

import org.jspecify.annotations.NullMarked;
