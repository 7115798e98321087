package dev.seseragi.store.gcs;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deletes objects one by one, several at once. The first goes alone: where deleting is forbidden,
 * one request shows it.
 */
final class Deletion {
  /** How many requests are under way at once. */
  static final int MAX_AT_ONCE = 16;

  private final Consumer<String> deleteOne;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  Deletion(Consumer<String> deleteOne) {
    this.deleteOne = deleteOne;
  }

  /** Deletes all. Behind an error nothing is begun; what is under way ends first. */
  void run(List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    deleteOne.accept(names.getFirst());
    deleteAtOnce(names.subList(1, names.size()));
    RuntimeException first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  private void deleteAtOnce(List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    int threads = Math.min(MAX_AT_ONCE, names.size());
    AtomicInteger next = new AtomicInteger();
    // An interrupt ends what is under way, and is kept.
    try (ExecutorService executor =
        Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory())) {
      for (int i = 0; i < threads; i++) {
        executor.execute(() -> work(names, next));
      }
    }
  }

  private void work(List<String> names, AtomicInteger next) {
    int number;
    while (failure.get() == null && (number = next.getAndIncrement()) < names.size()) {
      try {
        deleteOne.accept(names.get(number));
      } catch (RuntimeException e) {
        failure.compareAndSet(null, e);
      }
    }
  }
}
