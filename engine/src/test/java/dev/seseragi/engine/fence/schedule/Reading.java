package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.DamagedReplicaException;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestorePlan;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Somebody who restores the newest state: the real plan, from a listing level by level. */
record Reading(Set<Rule> missing) implements Stage {
  private static final int MOST_ATTEMPTS = 2;

  @Override
  public Disk disk() {
    return Disk.EMPTY;
  }

  @Override
  public Optional<Stage> run(Wire wire) {
    Set<Integer> expected =
        ((Set<?>) wire.ask(new Request.Acknowledged()))
            .stream().map(Integer.class::cast).collect(Collectors.toUnmodifiableSet());
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      Optional<RestorePlan> plan = plan(wire);
      Optional<Content> content = plan.flatMap(chosen -> read(wire, chosen));
      if (content.isPresent()) {
        long position = plan.get().target().value();
        wire.tell(new Effect.Restored(expected, position, content.get()));
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Empty if it fails, which the user sees. */
  private Optional<RestorePlan> plan(Wire wire) {
    Replica replica = new Replica(Switches.reading(wire, missing));
    Restore restore = new Restore(replica, RestoreThreads.ofSystem(), Ticks.stopped());
    try {
      return Optional.of(restore.plan(new RestorePoint.Latest()));
    } catch (DamagedReplicaException e) {
      Optional<Txid> earlier = e.earlierPoint();
      return missing.contains(Rule.REACH_THE_NEWEST)
          ? earlier.map(point -> restore.plan(new RestorePoint.AtTxid(point)))
          : Optional.empty();
    }
  }

  /** Empty if a segment is gone by now: another listing may show where it went. */
  private static Optional<Content> read(Wire wire, RestorePlan plan) {
    Content content = Content.EMPTY;
    for (ObjectInfo object : plan.objects()) {
      Optional<?> blob = (Optional<?>) wire.ask(new Request.Read(object.name()));
      if (blob.isEmpty()) {
        return Optional.empty();
      }
      content = content.with(((Blob) blob.get()).segment());
    }
    return Optional.of(content);
  }
}
