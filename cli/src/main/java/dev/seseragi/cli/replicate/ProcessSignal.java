package dev.seseragi.cli.replicate;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The signals that the process hears, and can hand on. */
enum ProcessSignal {
  /** The system asks for an end. */
  TERM,
  /** A person at the terminal asks for an end. */
  INT,
  /** The terminal is gone; to many services it means: read the configuration again. */
  HUP,
  /** Whatever a child makes of it. */
  USR1;

  /** Whether it ends the process; what has a meaning to a child is the child's matter. */
  boolean asksForEnd(boolean hasChild) {
    return this == TERM || this == INT || (this == HUP && !hasChild);
  }

  /** Hears signals until closed; those that mean nothing to us only if there is a child. */
  static Hearing hear(boolean hasChild, Consumer<ProcessSignal> ear) {
    JvmSignals signals = new JvmSignals();
    List<Runnable> undo = new ArrayList<>();
    for (ProcessSignal signal : values()) {
      if (hasChild || signal.asksForEnd(false)) {
        undo.add(signals.hear(signal.name(), () -> ear.accept(signal)));
      }
    }
    return () -> undo.forEach(Runnable::run);
  }

  /** A process hears signals while this is open; then they do what they did before. */
  interface Hearing extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Sends the signal to a process.
   *
   * @return whether there was such a process
   */
  boolean sendTo(ProcessHandle process) {
    if (this == TERM) {
      return process.destroy();
    }
    return process.isAlive() && kill(process.pid(), new JvmSignals().numberOf(name()));
  }

  /** kill(2): Java sends only TERM and KILL by itself, and not every image has a kill program. */
  private static boolean kill(long pid, int number) {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor signature =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    MethodHandle kill =
        linker.downcallHandle(linker.defaultLookup().findOrThrow("kill"), signature);
    try {
      return (int) kill.invokeExact((int) pid, number) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }
}
