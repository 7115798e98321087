package dev.seseragi.bench;

import dev.seseragi.bench.report.Report;

/** One question about speed, memory or requests, and how it is answered. */
public interface Scenario {
  /** What the command line calls it. */
  String name();

  /** The question, as a sentence. */
  String question();

  /** Measures, and adds the figures. */
  void run(Lab lab, Report report) throws Exception;
}
