package dev.seseragi.engine.compact;

import java.util.ArrayList;
import java.util.List;

/** Remembers all that it is told, one line each. */
final class RecordingListener implements HousekeepingListener {
  private final List<String> lines = new ArrayList<>();

  /** What was told since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void failing(Step step, String message) {
    lines.add("failing " + step + ": " + message);
  }

  @Override
  public void recovered(Step step) {
    lines.add("recovered " + step);
  }

  @Override
  public void damaged(String message) {
    lines.add("damaged: " + message);
  }

  @Override
  public void deletingForbidden(String message) {
    lines.add("forbidden: " + message);
  }
}
