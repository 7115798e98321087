package dev.seseragi.testkit.process;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/** The first class of a child JVM: runs another main class until the parent process is gone. */
final class Leash {
  /** The exit code of a child whose parent is gone; nobody is there to see it. */
  private static final int PARENT_IS_GONE = 98;

  private Leash() {}

  public static void main(String[] args) throws Throwable {
    Thread.ofPlatform().daemon().name("leash").start(Leash::haltWithParent);
    List<String> rest = List.of(args).subList(1, args.length);
    Method main = Class.forName(args[0]).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    try {
      main.invoke(null, (Object) rest.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void haltWithParent() {
    try (InputStream leash = System.in) {
      while (leash.read() >= 0) {
        // The parent writes nothing; whatever came would not matter.
      }
    } catch (IOException broken) {
      // A broken pipe says the same as its end.
    }
    Runtime.getRuntime().halt(PARENT_IS_GONE);
  }
}
