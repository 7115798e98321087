package dev.seseragi.apps.pos.view;

/**
 * A field of a form.
 *
 * @param id unique in the page
 * @param error empty if nothing is wrong
 * @param isFocused whether it is to be focused when it appears
 */
public record Field(
    String id, String name, String label, String value, String error, boolean isFocused) {
  /** Whether something is wrong. */
  public boolean isWrong() {
    return !error.isEmpty();
  }

  /** The id of the message. */
  public String errorId() {
    return id + "-error";
  }

  /** The id of the help. */
  public String helpId() {
    return id + "-help";
  }

  /** What describes it, of the message and the help. */
  public String describedBy(boolean hasHelp) {
    return (isWrong() ? errorId() : "")
        + (isWrong() && hasHelp ? " " : "")
        + (hasHelp ? helpId() : "");
  }
}
