package dev.seseragi.bench.interop;

import java.nio.file.Path;

/**
 * One thing that has to hold between the two programs.
 *
 * @param claim as a sentence
 * @param body throws if it does not hold; may use the folder
 */
record Check(String claim, Body body) {
  /** Tries it. */
  @FunctionalInterface
  interface Body {
    void run(Path folder) throws Exception;
  }
}
