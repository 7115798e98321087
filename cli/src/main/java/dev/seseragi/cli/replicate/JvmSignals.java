package dev.seseragi.cli.replicate;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Hears signals of the process, also a second one, and knows their numbers.
 *
 * <p>The only way to that is sun.misc.Signal, which module jdk.unsupported exports for good, but
 * which javac never mentions without a warning that cannot be turned off, and warnings are errors
 * here: hence the method handles.
 */
final class JvmSignals {
  private final Class<?> signalClass;
  private final Class<?> handlerClass;
  private final MethodHandle newSignal;
  private final MethodHandle handle;
  private final MethodHandle number;

  JvmSignals() {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      signalClass = lookup.findClass("sun.misc.Signal");
      handlerClass = lookup.findClass("sun.misc.SignalHandler");
      newSignal =
          lookup.findConstructor(signalClass, MethodType.methodType(void.class, String.class));
      handle =
          lookup.findStatic(
              signalClass,
              "handle",
              MethodType.methodType(handlerClass, signalClass, handlerClass));
      number = lookup.findVirtual(signalClass, "getNumber", MethodType.methodType(int.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no module jdk.unsupported", e);
    }
  }

  /**
   * From now on runs something when the signal comes, on a thread of its own.
   *
   * @param name without {@code SIG}
   * @return what to run so that the signal does again what it did before
   */
  Runnable hear(String name, Runnable heard) {
    try {
      MethodHandle run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(heard);
      MethodHandle target = MethodHandles.dropArguments(run, 0, signalClass);
      Object before =
          handle.invoke(
              newSignal.invoke(name),
              MethodHandleProxies.asInterfaceInstance(handlerClass, target));
      return () -> restore(name, before);
    } catch (Throwable e) {
      throw new IllegalStateException("the signal " + name + " cannot be heard", e);
    }
  }

  private void restore(String name, Object before) {
    try {
      handle.invoke(newSignal.invoke(name), before);
    } catch (Throwable e) {
      throw new IllegalStateException("the signal " + name + " cannot be given back", e);
    }
  }

  /** The system's number of a signal. */
  int numberOf(String name) {
    try {
      return (int) number.invoke(newSignal.invoke(name));
    } catch (Throwable e) {
      throw new IllegalStateException("the signal " + name + " has no number", e);
    }
  }
}
