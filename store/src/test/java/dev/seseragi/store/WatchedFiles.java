package dev.seseragi.store;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The default file system, with a look at every operation: {@link #path} gives paths whose use is
 * recorded, and can be made to fail before or after it took effect.
 */
final class WatchedFiles {
  /** What is done to a path. */
  enum Operation {
    OPEN,
    FSYNC,
    LINK,
    RENAME,
    REMOVE,
    MAKE_FOLDER,
    READ_FOLDER,
    STAT,
    OTHER
  }

  /** An operation and, of a link or a rename, the new path. */
  record Event(Operation operation, Path path) {}

  /** May throw to make an operation fail, before or after it took effect. */
  @FunctionalInterface
  interface Fault {
    void check(Event event) throws IOException;
  }

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final WatchedFileSystem fileSystem = new WatchedFileSystem();
  private final WatchedProvider provider = new WatchedProvider();
  private volatile Fault before = event -> {};
  private volatile Fault after = event -> {};

  /** The same path, watched. */
  Path path(Path real) {
    return (Path)
        Proxy.newProxyInstance(
            WatchedFiles.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (proxy, method, args) -> call(real, method, args));
  }

  void failBefore(Fault fault) {
    before = fault;
  }

  void failAfter(Fault fault) {
    after = fault;
  }

  void heal() {
    before = event -> {};
    after = event -> {};
  }

  /** Forgets what happened so far. */
  void forget() {
    events.clear();
  }

  /** The paths of all operations of one kind since {@link #forget}. */
  List<Path> paths(Operation operation) {
    return events.stream().filter(e -> e.operation == operation).map(Event::path).toList();
  }

  private @Nullable Object call(Path real, Method method, Object @Nullable [] args)
      throws Throwable {
    if (method.getName().equals("getFileSystem")) {
      return fileSystem;
    }
    Object[] plain = args == null ? new Object[0] : args.clone();
    for (int i = 0; i < plain.length; i++) {
      plain[i] = plain[i] instanceof Path path ? real(path) : plain[i];
    }
    try {
      return watched(method.invoke(real, plain));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private @Nullable Object watched(@Nullable Object result) {
    return switch (result) {
      case Path path -> path(path);
      case Iterator<?> paths -> {
        Iterator<?> all = paths;
        yield new Iterator<Path>() {
          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public Path next() {
            return path((Path) all.next());
          }
        };
      }
      case null, default -> result;
    };
  }

  /** The path behind a watched one. */
  private static Path real(Path path) {
    return Path.of(path.toString());
  }

  /** An operation that gives something. */
  @FunctionalInterface
  private interface Giving<T> {
    T run() throws IOException;
  }

  /** An operation that gives nothing. */
  @FunctionalInterface
  private interface Doing {
    void run() throws IOException;
  }

  private <T> T watch(Operation operation, Path path, Giving<T> action) throws IOException {
    Event event = new Event(operation, real(path));
    events.add(event);
    before.check(event);
    T result = action.run();
    after.check(event);
    return result;
  }

  private void watch(Operation operation, Path path, Doing action) throws IOException {
    boolean _ =
        watch(
            operation,
            path,
            () -> {
              action.run();
              return true;
            });
  }

  private final class WatchedProvider extends FileSystemProvider {
    private final FileSystemProvider real = Path.of("/").getFileSystem().provider();

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
        throws IOException {
      return watch(
          Operation.OPEN,
          path,
          () -> new WatchedChannel(path, real.newFileChannel(real(path), options, attrs)));
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
        throws IOException {
      return watch(Operation.OPEN, path, () -> real.newByteChannel(real(path), options, attrs));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
      DirectoryStream<Path> stream =
          watch(
              Operation.READ_FOLDER,
              path,
              () -> real.newDirectoryStream(real(path), entry -> filter.accept(path(entry))));
      Iterator<Path> entries = stream.iterator();
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return entries.hasNext();
            }

            @Override
            public Path next() {
              return path(entries.next());
            }
          };
        }

        @Override
        public void close() throws IOException {
          stream.close();
        }
      };
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attrs) throws IOException {
      watch(Operation.MAKE_FOLDER, path, () -> real.createDirectory(real(path), attrs));
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
      watch(Operation.LINK, link, () -> real.createLink(real(link), real(existing)));
    }

    @Override
    public void delete(Path path) throws IOException {
      watch(Operation.REMOVE, path, () -> real.delete(real(path)));
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
      watch(Operation.RENAME, target, () -> real.move(real(source), real(target), options));
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      return watch(Operation.STAT, path, () -> real.readAttributes(real(path), type, options));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      return watch(Operation.STAT, path, () -> real.readAttributes(real(path), names, options));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      watch(Operation.OTHER, path, () -> real.checkAccess(real(path), modes));
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return real.getFileAttributeView(real(path), type, options);
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return real.getFileStore(real(path));
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
        throws IOException {
      watch(Operation.OTHER, path, () -> real.setAttribute(real(path), name, value, options));
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
      return real.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return real.isHidden(real(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
      throw new UnsupportedOperationException("no store copies");
    }

    @Override
    public String getScheme() {
      return "watched";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
      throw new UnsupportedOperationException("there is one");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
      throw new UnsupportedOperationException("no URIs here");
    }
  }

  private final class WatchedFileSystem extends FileSystem {
    private final FileSystem real = Path.of("/").getFileSystem();

    @Override
    public FileSystemProvider provider() {
      return provider;
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException("it stays open");
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return List.of(path(Path.of("/")));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return path(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      return real.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException("nobody waits for events");
    }
  }

  /** Watches fsync; the rest is the real channel's. */
  private final class WatchedChannel extends FileChannel {
    private final Path path;
    private final FileChannel real;

    WatchedChannel(Path path, FileChannel real) {
      this.path = path;
      this.real = real;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      watch(Operation.FSYNC, path, () -> real.force(metaData));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return real.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
      return real.read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return real.read(target, position);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return real.write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      return real.write(sources, offset, length);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      return real.write(source, position);
    }

    @Override
    public long position() throws IOException {
      return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      real.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      real.truncate(size);
      return this;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
        throws IOException {
      return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count)
        throws IOException {
      return real.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
      return real.map(mode, position, size);
    }

    @Override
    public @Nullable FileLock lock(long position, long size, boolean shared) throws IOException {
      return real.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      real.close();
    }
  }
}
