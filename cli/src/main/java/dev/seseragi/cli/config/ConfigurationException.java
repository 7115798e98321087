package dev.seseragi.cli.config;

import dev.seseragi.SeseragiException;
import java.util.List;

/** The configuration cannot be used as it is. */
public final class ConfigurationException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  ConfigurationException(String problem) {
    this(List.of(problem));
  }

  /** Each problem with file, line, key, reason and next step. */
  public List<String> problems() {
    return problems;
  }
}
