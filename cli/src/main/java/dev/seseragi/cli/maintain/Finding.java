package dev.seseragi.cli.maintain;

/**
 * What one check of a store found.
 *
 * @param check what was checked, in one or two words
 * @param verdict how it went
 * @param text what was found, or what is wrong and what to do
 */
record Finding(String check, Verdict verdict, String text) {
  /** How a check went. */
  enum Verdict {
    OK,
    /** Works, with something to know. */
    NOTE,
    FAILED,
    /** Not tried, because what it needs failed. */
    SKIPPED
  }
}
