package dev.seseragi.engine.compact;

import dev.seseragi.engine.batch.SpillingOutput;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxException;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.store.Body;
import dev.seseragi.store.PutOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Carries out a {@link CompactionPlan}: reads, merges and checks its inputs, creates the result.
 */
final class Compactor {
  /** From how many bytes on a result lies in a temporary file until it is sent. */
  private static final int RESULT_MEMORY_BYTES = 256 * 1024;

  private final Replica replica;
  private final CompactionSettings settings;
  private final Path folder;
  private final Runnable stopCheck;

  /**
   * For one replica.
   *
   * @param folder for temporary files; made when needed
   * @param stopCheck called between pages and requests; throws to stop
   */
  Compactor(Replica replica, CompactionSettings settings, Path folder, Runnable stopCheck) {
    this.replica = replica;
    this.settings = settings;
    this.folder = folder;
    this.stopCheck = stopCheck;
  }

  /**
   * Makes the segment of a plan.
   *
   * @throws dev.seseragi.store.ObjectMissingException if an input is gone
   * @throws IOException if a stream broke or the local disk failed
   */
  CompactionOutcome run(CompactionPlan plan) throws IOException {
    Files.createDirectories(folder);
    try (Merge merge = new Merge(settings.spoolMemoryBytes(), folder, stopCheck)) {
      for (SegmentInfo input : plan.inputs()) {
        stopCheck.run();
        try {
          merge.add(input, replica.nameOf(input), replica.open(input));
        } catch (LtxException e) {
          return new CompactionOutcome.Damaged(input, String.valueOf(e.getMessage()));
        }
      }
      return create(plan, merge);
    }
  }

  private CompactionOutcome create(CompactionPlan plan, Merge merge) throws IOException {
    try (SpillingOutput out = new SpillingOutput(RESULT_MEMORY_BYTES, folder)) {
      LtxHeader header = merge.writeTo(out, plan.range(), settings.pageFormat());
      Body body = out.toBody();
      SegmentInfo result =
          new SegmentInfo(plan.level(), plan.range(), body.sizeBytes(), header.timestamp());
      stopCheck.run();
      return switch (replica.create(plan.level(), plan.range(), body, header.timestamp())) {
        case PutOutcome.Created() -> new CompactionOutcome.Made(result, merge.hasNewPageSize());
        case PutOutcome.Taken() -> new CompactionOutcome.Taken(result);
        case PutOutcome.Unknown(var cause) -> new CompactionOutcome.Unsure(cause);
      };
    }
  }
}
