package dev.seseragi.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.testkit.time.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ChildProcessTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Prints its arguments and the environment variable GREETING, then ends. */
  static final class Echo {
    public static void main(String[] args) {
      List.of(args).forEach(System.out::println);
      System.out.println(System.getenv("GREETING"));
      System.err.println("some error");
      System.exit(7);
    }
  }

  /** Prints numbers, one each few milliseconds, for ever. */
  static final class Counter {
    public static void main(String[] args) throws InterruptedException {
      for (long i = 0; ; i++) {
        System.out.println(i);
        Thread.sleep(5);
      }
    }
  }

  /** Starts a {@link Sleeper} of its own, tells its pid, and waits for ever. */
  static final class Parent {
    public static void main(String[] args) throws InterruptedException {
      ChildProcess child = ChildJvm.running(Sleeper.class).start();
      child.awaitLine(SOON, "asleep");
      System.out.println(child.pid());
      new CountDownLatch(1).await();
    }
  }

  /** Waits for ever. */
  static final class Sleeper {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("asleep");
      new CountDownLatch(1).await();
    }
  }

  @Test
  void aChildGetsItsArgumentsAndGivesItsOutputAndExitCode() throws Exception {
    try (ChildProcess child =
        ChildJvm.running(Echo.class, "one argument", 2).withEnvironment("GREETING", "hi").start()) {
      assertThat(child.nextLine(SOON)).contains("one argument");
      assertThat(child.nextLine(SOON)).contains("2");
      assertThat(child.nextLine(SOON)).contains("hi");
      assertThat(child.nextLine(SOON)).isEmpty();
      assertThat(child.nextLine(SOON)).as("the end stays the end").isEmpty();
      assertThat(child.awaitExit(SOON)).isEqualTo(7);
      Await.until("stderr is read", SOON, () -> child.errorOutput().contains("some error"));
    }
  }

  @Test
  void aLineThatNeverComesIsAnErrorThatShowsWhatTheChildSaid() throws Exception {
    try (ChildProcess child = ChildJvm.running(Echo.class).start()) {
      assertThatThrownBy(() -> child.awaitLine(SOON, "ready"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(Echo.class.getName());
    }
  }

  @Test
  void aStoppedChildStandsStillUntilItGoesOn() throws Exception {
    try (ChildProcess child = ChildJvm.running(Counter.class).start()) {
      child.awaitLine(SOON, "3");
      child.signal(Signal.STOP);
      assertThatThrownBy(() -> readForEver(child)).isInstanceOf(AssertionError.class);
      assertThat(child.isAlive()).isTrue();

      child.signal(Signal.CONT);
      assertThat(child.nextLine(SOON)).isPresent();
    }
  }

  private static void readForEver(ChildProcess child) throws InterruptedException {
    while (child.nextLine(Duration.ofMillis(300)).isPresent()) {
      // Lines that were under way when the signal came.
    }
  }

  @Test
  void exitCodesTellTheSignal() throws Exception {
    try (ChildProcess terminated = ChildJvm.running(Sleeper.class).start();
        ChildProcess killed = ChildJvm.running(Sleeper.class).start()) {
      terminated.awaitLine(SOON, "asleep");
      killed.awaitLine(SOON, "asleep");

      terminated.signal(Signal.TERM);
      killed.kill();

      assertThat(terminated.awaitExit(SOON)).isEqualTo(128 + 15);
      assertThat(killed.awaitExit(SOON)).isEqualTo(128 + 9);
    }
  }

  @Test
  void aChildDiesWithItsParentEvenBySigkill() throws Exception {
    try (ChildProcess parent = ChildJvm.running(Parent.class).start()) {
      long grandchild = Long.parseLong(parent.nextLine(SOON).orElseThrow());
      assertThat(isAlive(grandchild)).isTrue();

      parent.kill();

      Await.until("the grandchild is gone", SOON, () -> !isAlive(grandchild));
    }
  }

  @Test
  void anyCommandCanBeAChildAndEndsWhenClosed() throws Exception {
    ChildProcess child = ChildProcess.start("sh", "-c", "echo started; sleep 1000");
    child.awaitLine(SOON, "started");

    child.close();

    assertThat(child.awaitExit(SOON)).isEqualTo(128 + 9);
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
