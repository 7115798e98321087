package dev.seseragi.engine.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Wakes captures when something is written to their files, so that an idle database is not polled.
 *
 * <p>One watch and one thread for all databases of a process. A capture arms its subscription when
 * it becomes quiet and disarms it when it is busy: under load the events would cost more than
 * looking. Safe for use by many threads.
 */
public final class FileEvents implements AutoCloseable {
  private static final List<String> SUFFIXES = List.of("", "-wal", "-journal");

  private final WatchService watch;
  private final Object lock = new Object();

  // Guarded by lock.
  private final Map<Path, Folder> folders = new HashMap<>();

  private FileEvents(WatchService watch) {
    this.watch = watch;
  }

  /** Starts the thread that waits for events. */
  public static FileEvents start(ThreadFactory threads) {
    try {
      FileEvents events = new FileEvents(FileSystems.getDefault().newWatchService());
      threads.newThread(events::run).start();
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot watch files for changes", e);
    }
  }

  /** A folder that is watched as long as a subscription in it is armed. */
  private static final class Folder {
    final Map<String, List<Subscription>> byFileName = new HashMap<>();
    @Nullable WatchKey key;
    int armed;
  }

  /** One capture's interest in the files of its database. Not armed at first. */
  final class Subscription implements AutoCloseable {
    private final Path folder;
    private final String name;
    private final Runnable wake;
    private final boolean isSignalled;
    private boolean isArmed;

    private Subscription(Path folder, String name, Runnable wake, boolean isSignalled) {
      this.folder = folder;
      this.name = name;
      this.wake = wake;
      this.isSignalled = isSignalled;
    }

    /**
     * From now on events wake the capture. What happened before does not: look once more after
     * arming, then wait.
     *
     * @return false if the folder can't be watched (it does not exist yet, say)
     */
    boolean arm() {
      if (isSignalled) {
        return true;
      }
      synchronized (lock) {
        Folder watched = folders.get(folder);
        if (!isArmed && watched != null && isWatching(watched)) {
          watched.armed++;
          isArmed = true;
        }
        return isArmed;
      }
    }

    boolean isArmed() {
      if (isSignalled) {
        return true;
      }
      synchronized (lock) {
        return isArmed;
      }
    }

    /** Events do not wake the capture any more. */
    void disarm() {
      synchronized (lock) {
        Folder watched = folders.get(folder);
        if (isArmed && watched != null) {
          isArmed = false;
          watched.armed--;
          stopIfUnused(watched);
        }
      }
    }

    @Override
    public void close() {
      synchronized (lock) {
        disarm();
        Folder watched = folders.get(folder);
        if (watched != null) {
          SUFFIXES.forEach(suffix -> remove(watched, name + suffix));
          if (watched.byFileName.isEmpty()) {
            folders.remove(folder);
          }
        }
      }
    }

    private void remove(Folder watched, String fileName) {
      List<Subscription> subscriptions = watched.byFileName.get(fileName);
      if (subscriptions != null && subscriptions.remove(this) && subscriptions.isEmpty()) {
        watched.byFileName.remove(fileName);
      }
    }

    /** The key of the folder exists, or could be made. */
    private boolean isWatching(Folder watched) {
      if (watched.key == null || !watched.key.isValid()) {
        try {
          watched.key =
              folder.register(
                  watch,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY,
                  StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException | ClosedWatchServiceException cannotWatch) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Subscribes to the files of one database.
   *
   * @param isSignalled whether something else wakes the capture: it counts as armed, and nothing is
   *     watched
   */
  Subscription subscribe(Path database, Runnable wake, boolean isSignalled) {
    Path absolute = database.toAbsolutePath();
    Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
    String name = String.valueOf(absolute.getFileName());
    Subscription subscription = new Subscription(folder, name, wake, isSignalled);
    synchronized (lock) {
      Folder watched = folders.computeIfAbsent(folder, path -> new Folder());
      for (String suffix : SUFFIXES) {
        watched
            .byFileName
            .computeIfAbsent(name + suffix, file -> new ArrayList<>())
            .add(subscription);
      }
    }
    return subscription;
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop watching files", e);
    }
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = watch.take();
        List<WatchEvent<?>> events = key.pollEvents();
        key.reset();
        wakersOf(key, events).forEach(Runnable::run);
      }
    } catch (ClosedWatchServiceException | InterruptedException closed) {
      // The end of this thread's work.
    }
  }

  private List<Runnable> wakersOf(WatchKey key, List<WatchEvent<?>> events) {
    List<Runnable> wakers = new ArrayList<>();
    synchronized (lock) {
      Folder folder = key.watchable() instanceof Path path ? folders.get(path) : null;
      if (folder == null) {
        return wakers;
      }
      for (WatchEvent<?> event : events) {
        if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
          folder.byFileName.values().forEach(all -> addArmed(wakers, all));
        } else {
          addArmed(
              wakers, folder.byFileName.getOrDefault(String.valueOf(event.context()), List.of()));
        }
      }
    }
    return wakers;
  }

  private static void addArmed(List<Runnable> wakers, List<Subscription> subscriptions) {
    for (Subscription subscription : subscriptions) {
      if (subscription.isArmed) {
        wakers.add(subscription.wake);
      }
    }
  }

  private static void stopIfUnused(Folder folder) {
    if (folder.armed == 0 && folder.key != null) {
      folder.key.cancel();
      folder.key = null;
    }
  }
}
