package dev.seseragi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The store that a test of the contract uses, and what such tests have in common. */
interface StoreUnderTest {
  /** A timestamp that is not a whole second. */
  Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");

  /** One millisecond later. */
  Instant LATER = Instant.parse("2026-11-21T07:53:37.826Z");

  /** A name as segments have it. */
  String SLOT = "ltx/0/0000000000000001-0000000000000001.ltx";

  /** The store, empty when the test begins. */
  ObjectStore store();

  /** Another client of the same objects, closed behind the test. */
  ObjectStore anotherClient() throws Exception;

  /** What the store keeps of the timestamp of an object that is no segment: all, or the seconds. */
  default Instant kept(Instant timestamp) {
    return timestamp;
  }

  /** Creates an object that was not there. */
  default void create(String name, String content) {
    assertThat(store().create(name, text(content), TIME)).isEqualTo(new PutOutcome.Created());
  }

  /** A body of letters. */
  static Body text(String content) {
    return Body.of(content.getBytes(StandardCharsets.US_ASCII));
  }

  /** The letters of an object. */
  default String content(String name) throws IOException {
    return new String(bytes(name), StandardCharsets.US_ASCII);
  }

  /** The bytes of an object. */
  default byte[] bytes(String name) throws IOException {
    try (InputStream stream = store().read(name, 0, Long.MAX_VALUE)) {
      return stream.readAllBytes();
    }
  }

  /** One of several tasks that run at once. */
  @FunctionalInterface
  interface NumberedTask<T> {
    T run(int number) throws Exception;
  }

  /** The results of tasks 0 … count−1, run by some threads. */
  static <T> List<T> inParallel(int threads, int count, NumberedTask<T> task) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        tasks.add(() -> task.run(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
