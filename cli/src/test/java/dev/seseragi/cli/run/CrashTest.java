package dev.seseragi.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments under load: what was answered, written or read, is never lost. */
final class CrashTest {
  private static final int ROUNDS = Integer.getInteger("seseragi.gate.rounds", 10);
  private static final int WRITERS = 8;
  private static final int READERS = 2;
  private static final int LONGEST_LIFE_MILLIS = 600;

  @TempDir private Path folder;

  private final Queue<String> answered = new ConcurrentLinkedQueue<>();
  private final AtomicInteger names = new AtomicInteger();

  @Test
  void nothingThatWasAnsweredIsLost() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      // Each time another machine: all that it knows it has from the replica.
      try (Running running =
          Running.start(folder.resolve("machine" + round), folder.resolve("replica"))) {
        running.awaitServing();
        List<String> found = running.get("/list").body().lines().toList();
        assertThat(found).as("seed %d, round %d", seed, round).containsAll(answered);
        killUnderLoad(running, random);
      }
    }
    assertThat(answered).hasSizeGreaterThan(ROUNDS);
  }

  private void killUnderLoad(Running running, SplittableRandom random) throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    List<Thread> clients =
        Stream.concat(
                Stream.generate(() -> Thread.ofVirtual().start(() -> write(running, first)))
                    .limit(WRITERS),
                Stream.generate(() -> Thread.ofVirtual().start(() -> read(running))).limit(READERS))
            .toList();
    assertThat(first.await(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
    if (random.nextBoolean()) {
      running.killShop();
    }
    running.process().kill();
    running.killShop();
    for (Thread client : clients) {
      assertThat(client.join(Duration.ofSeconds(60))).isTrue();
    }
  }

  private void write(Running running, CountDownLatch first) {
    try {
      while (true) {
        String name = "n" + names.incrementAndGet();
        var reply = running.add(name);
        if (reply.statusCode() != 200) {
          return;
        }
        assertThat(reply.body()).isEqualTo(name);
        answered.add(name);
        first.countDown();
      }
    } catch (IOException killed) {
      // As it should be.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a reader has been told must be there afterwards as well, whoever wrote it. */
  private void read(Running running) {
    try {
      while (true) {
        var reply = running.get("/list");
        if (reply.statusCode() != 200) {
          return;
        }
        List<String> lines = reply.body().lines().toList();
        answered.addAll(lines.subList(Math.max(0, lines.size() - 5), lines.size()));
      }
    } catch (IOException killed) {
      // As it should be.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
