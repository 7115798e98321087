package dev.seseragi.gate;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Several databases, each of which a reply may have seen. */
record AllOf(List<StoreProgress> all) implements StoreProgress {
  @Override
  public CompletableFuture<Void> durable() {
    return CompletableFuture.allOf(
        all.stream().map(StoreProgress::durable).toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public boolean isSettled() {
    return all.stream().allMatch(StoreProgress::isSettled);
  }

  @Override
  public Optional<String> outage() {
    return all.stream().map(StoreProgress::outage).flatMap(Optional::stream).findFirst();
  }
}
