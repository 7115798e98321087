package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.Look;
import dev.seseragi.engine.fence.Markers;
import dev.seseragi.engine.replica.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A writer that holds the replica: its next commit, or what it does when there is none. */
record Writing(Writer self, Disk disk, Hold hold) implements Stage {
  @Override
  public Optional<Stage> run(Wire wire) throws InterruptedException {
    List<Integer> commits = self.next(disk);
    if (isTimeToTidy(commits.isEmpty())) {
      return Optional.of(new Tidying(self, disk, Optional.of(hold)));
    }
    if (commits.isEmpty()) {
      if (self.does(Writer.Habit.POLITE)) {
        Markers.release(new Replica(wire), disk.position().next(), hold.writer(), Instant.EPOCH);
      }
      return Optional.empty();
    }
    Replica replica = new Replica(Switches.shipping(wire, self.missing()));
    return new Commit(self, wire, replica, look())
        .run(disk, hold.writer(), commits)
        .map(shipped -> new Writing(self, shipped.disk(), hold.shipped(shipped.segment())));
  }

  private boolean isTimeToTidy(boolean isDone) {
    boolean isTidy = self.does(Writer.Habit.TIDY_EARLY) || (self.does(Writer.Habit.TIDY) && isDone);
    return isTidy && !hold.isTidied() && hold.last().isPresent();
  }

  private Look look() {
    boolean isAlways = self.does(Writer.Habit.LOOKS_ALWAYS);
    return new Look(isAlways ? Duration.ZERO : Duration.ofDays(1), () -> 0, Ticks.stopped());
  }
}
