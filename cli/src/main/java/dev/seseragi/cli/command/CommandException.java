package dev.seseragi.cli.command;

import dev.seseragi.SeseragiException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command cannot do what it was told; what stands on the command line must change. */
public final class CommandException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String hint;

  /** An error without a hint. */
  public CommandException(String message) {
    super(message);
    this.hint = null;
  }

  /**
   * An error that names the command which would work.
   *
   * @param hint printed behind {@code Try: }
   */
  public CommandException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** The command that would work, if there is one to name. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
