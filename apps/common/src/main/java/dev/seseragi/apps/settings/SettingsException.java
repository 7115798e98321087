package dev.seseragi.apps.settings;

import java.util.List;

/** Variables of the environment are wrong: one line for each. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The lines. */
  public SettingsException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
