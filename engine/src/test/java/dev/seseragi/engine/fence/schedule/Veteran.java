package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.Look;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.replica.Replica;
import java.time.Duration;
import java.util.Optional;

/**
 * A writer since long ago, where others delete: it has looked at the end at some time, and now
 * commits. Of its clocks one stands still.
 */
record Veteran(Writer self, Disk disk, WriterId writer) implements Stage {
  @Override
  public Optional<Stage> run(Wire wire) throws InterruptedException {
    Watch watch = new Watch(wire, self.missing());
    Replica replica = new Replica(watch);
    Look look = new Look(deletionAge(), () -> 0, watch);
    if (replica.list().tail().equals(disk.position())) {
      var _ = new Commit(self, wire, replica, look).run(disk, writer, self.commits());
    }
    return Optional.empty();
  }

  private Duration deletionAge() {
    if (self.lacks(Rule.LOOK)) {
      return Duration.ofDays(1);
    }
    return self.lacks(Rule.LOOK_HALF) ? Ticks.DELETION_AGE.multipliedBy(2) : Ticks.DELETION_AGE;
  }
}
