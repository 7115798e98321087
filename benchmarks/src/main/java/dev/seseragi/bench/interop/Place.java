package dev.seseragi.bench.interop;

import java.io.IOException;
import java.util.Map;

/** Somewhere that both programs can replicate to. */
interface Place extends AutoCloseable {
  /** What it is, to stand behind a claim. */
  String name();

  /**
   * The URL of a replica, for command lines and configurations of both.
   *
   * @param replica a name that is used once
   */
  String url(String replica);

  /** What both need in their environment. */
  Map<String, String> environment();

  @Override
  void close() throws IOException;
}
