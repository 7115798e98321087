package dev.seseragi.bench.interop;

import dev.seseragi.bench.process.Program;
import java.util.List;
import java.util.Optional;

/**
 * Who takes turns.
 *
 * @param old a genuine Litestream that reads LZ4 frames only
 */
record Programs(Program ours, Program genuine, Optional<Program> old) {
  /** Those that read and write everything. */
  List<Program> both() {
    return List.of(ours, genuine);
  }
}
