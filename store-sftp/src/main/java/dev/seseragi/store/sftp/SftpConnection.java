package dev.seseragi.store.sftp;

import dev.seseragi.store.remote.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One connection to a server. Requests that are sent one after the other about the same file are
 * carried out in that order (draft-ietf-secsh-filexfer-02 §3.1), so nobody need wait for one before
 * sending the next. Safe for use by many threads.
 *
 * <p>A request is sent when its method is called, and answered when {@link Pending#await} returns.
 */
final class SftpConnection implements AutoCloseable {
  /** A file is opened to be read, {@code SSH_FXF_READ}. */
  static final int READ = 1;

  /** A file is made, which must not exist: {@code SSH_FXF_WRITE | CREAT | EXCL}. */
  static final int CREATE = 2 | 8 | 32;

  /** How many bytes a read or a write has at most: what every server takes. */
  static final int CHUNK_BYTES = 32 * 1024;

  private static final int HAS_TIMES = 8;

  // OpenSSH's PROTOCOL, §4.3, §4.4 and §4.5.
  private static final String POSIX_RENAME = "posix-rename@openssh.com";
  private static final String HARD_LINK = "hardlink@openssh.com";
  private static final String FSYNC = "fsync@openssh.com";

  private final Exchange exchange;
  private final Duration call;
  private final Set<String> extensions;

  /** An answer that is on its way. For one thread. */
  final class Pending<T> {
    private final CompletableFuture<Reply> reply;
    private final Parser<T> parser;
    private final Consumer<T> discard;
    private boolean isWanted = true;

    private Pending(CompletableFuture<Reply> reply, Parser<T> parser, Consumer<T> discard) {
      this.reply = reply;
      this.parser = parser;
      this.discard = discard;
    }

    /**
     * Waits for it.
     *
     * @throws StatusException if the server refuses the request
     * @throws ConnectionLostException if there will be no answer
     */
    T await(Deadline deadline) throws IOException {
      Reply found;
      try {
        found = exchange.await(reply, deadline);
      } catch (IOException e) {
        abandon();
        throw e;
      }
      isWanted = false;
      return parse(found, parser);
    }

    /** Does without it: what the server opened is closed when the answer comes. */
    void abandon() {
      if (isWanted) {
        isWanted = false;
        var _ = reply.thenAccept(late -> discardQuietly(late, parser, discard));
      }
    }
  }

  /** The result of a request that has none. */
  enum Done {
    DONE
  }

  @FunctionalInterface
  private interface Parser<T> {
    T parse(Reply reply) throws StatusException;
  }

  /**
   * Takes over an exchange that has been started.
   *
   * @param greeting the server's
   * @param call how long a request may have to wait until it can be sent
   */
  SftpConnection(Exchange exchange, Reply greeting, Duration call) throws IOException {
    this.exchange = exchange;
    this.call = call;
    List<Reply.Extension> offered = parse(greeting, Reply::extensions);
    this.extensions =
        offered.stream().map(Reply.Extension::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a name can be given to a file in one step that fails if it is taken. */
  boolean hasHardLinks() {
    return extensions.contains(HARD_LINK);
  }

  /** Whether a file can take the place of another in one step. */
  boolean hasPosixRename() {
    return extensions.contains(POSIX_RENAME);
  }

  /** Whether the server can be told to write a file to its disk. */
  boolean hasFsync() {
    return extensions.contains(FSYNC);
  }

  boolean isAlive() {
    return exchange.isAlive();
  }

  /** What a path leads to. */
  Pending<Attributes> stat(String path) throws IOException {
    return ask(new Packet(Packet.STAT).text(path), reply -> reply.attributes(path));
  }

  /** What is at a path, which may be a link. */
  Pending<Attributes> lstat(String path) throws IOException {
    return ask(new Packet(Packet.LSTAT).text(path), reply -> reply.attributes(path));
  }

  /** Where a path leads to in the end. */
  Pending<String> realPath(String path) throws IOException {
    return ask(
        new Packet(Packet.REALPATH).text(path),
        reply -> reply.entries(path).orElseThrow().getFirst().name());
  }

  Pending<OpenFile> open(String path, int flags) throws IOException {
    Packet packet = new Packet(Packet.OPEN).text(path).number(flags).number(0);
    return ask(packet, reply -> new OpenFile(path, reply.handle(path)), this::closeAndForget);
  }

  Pending<OpenFile> openFolder(String path) throws IOException {
    Packet packet = new Packet(Packet.OPENDIR).text(path);
    return ask(packet, reply -> new OpenFile(path, reply.handle(path)), this::closeAndForget);
  }

  Pending<Done> makeFolder(String path) throws IOException {
    return demand(new Packet(Packet.MKDIR).text(path).number(0), path);
  }

  Pending<Done> remove(String path) throws IOException {
    return demand(new Packet(Packet.REMOVE).text(path), path);
  }

  /** Removes a file if that can be sent at once; for clearing up. */
  void removeAndForget(String path) {
    exchange.sendAndForget(new Packet(Packet.REMOVE).text(path));
  }

  /** Gives a file a second name; fails if that is taken. Only with {@link #hasHardLinks}. */
  Pending<Done> link(String path, String newPath) throws IOException {
    return demand(new Packet(Packet.EXTENDED).text(HARD_LINK).text(path).text(newPath), newPath);
  }

  /** Gives a file another name. By the protocol it fails if that is taken. */
  Pending<Done> rename(String path, String newPath) throws IOException {
    return demand(new Packet(Packet.RENAME).text(path).text(newPath), newPath);
  }

  /** Gives a file another name and takes it from what has it. Only with {@link #hasPosixRename}. */
  Pending<Done> replace(String path, String newPath) throws IOException {
    return demand(new Packet(Packet.EXTENDED).text(POSIX_RENAME).text(path).text(newPath), newPath);
  }

  /** A file or folder that the server holds open. */
  static final class OpenFile {
    private final String path;

    /** The server's name for it. */
    private final byte[] handle;

    OpenFile(String path, byte[] handle) {
      this.path = path;
      this.handle = handle;
    }

    String path() {
      return path;
    }
  }

  Pending<Attributes> stat(OpenFile file) throws IOException {
    return ask(on(file, Packet.FSTAT), reply -> reply.attributes(file.path()));
  }

  Pending<Done> setModified(OpenFile file, Instant time) throws IOException {
    int seconds = (int) Math.clamp(time.getEpochSecond(), 0, Attributes.LAST_SECOND);
    Packet packet = on(file, Packet.FSETSTAT).number(HAS_TIMES).number(seconds).number(seconds);
    return demand(packet, file.path());
  }

  /** Reads up to {@link #CHUNK_BYTES}; empty at or behind the end. */
  Pending<Optional<ByteBuffer>> read(OpenFile file, long offsetBytes, int count)
      throws IOException {
    Packet packet = on(file, Packet.READ).longNumber(offsetBytes).number(count);
    return ask(packet, reply -> reply.data(file.path()));
  }

  /** Writes the first {@code count} bytes of an array. */
  Pending<Done> write(OpenFile file, long offsetBytes, byte[] bytes, int count) throws IOException {
    Packet packet = on(file, Packet.WRITE).longNumber(offsetBytes).block(bytes, count);
    return demand(packet, file.path());
  }

  /** Makes a file durable. Only with {@link #hasFsync}. */
  Pending<Done> sync(OpenFile file) throws IOException {
    Packet packet = new Packet(Packet.EXTENDED).text(FSYNC).block(file.handle);
    return demand(packet, file.path());
  }

  /** Some more of a folder's files; empty if there are no more. */
  Pending<Optional<List<Reply.Entry>>> readFolder(OpenFile folder) throws IOException {
    return ask(on(folder, Packet.READDIR), reply -> reply.entries(folder.path()));
  }

  Pending<Done> close(OpenFile file) throws IOException {
    return demand(on(file, Packet.CLOSE), file.path());
  }

  /** Closes a file if that can be sent at once. */
  void closeAndForget(OpenFile file) {
    exchange.sendAndForget(on(file, Packet.CLOSE));
  }

  private static Packet on(OpenFile file, int type) {
    return new Packet(type).block(file.handle);
  }

  private Pending<Done> demand(Packet packet, String path) throws IOException {
    return ask(
        packet,
        reply -> {
          reply.success(path);
          return Done.DONE;
        });
  }

  private <T> Pending<T> ask(Packet packet, Parser<T> parser) throws IOException {
    return ask(packet, parser, nothing -> {});
  }

  /**
   * Sends a request.
   *
   * @param discard what to do with a result that nobody waits for any more when it comes
   */
  private <T> Pending<T> ask(Packet packet, Parser<T> parser, Consumer<T> discard)
      throws IOException {
    return new Pending<>(exchange.send(packet, Deadline.in(call)), parser, discard);
  }

  private static <T> void discardQuietly(Reply late, Parser<T> parser, Consumer<T> discard) {
    try {
      discard.accept(parser.parse(late));
    } catch (StatusException | Reply.MalformedException e) {
      // There is nothing to discard.
    }
  }

  private <T> T parse(Reply reply, Parser<T> parser) throws IOException {
    try {
      return parser.parse(reply);
    } catch (Reply.MalformedException e) {
      ConnectionLostException failure =
          new ConnectionLostException("the server does not keep to SFTP: " + e.getMessage(), e);
      exchange.fail(failure);
      throw failure;
    }
  }

  /** Ends the connection; requests under way fail. */
  @Override
  public void close() {
    exchange.fail(new ConnectionLostException("the connection was closed in this process", null));
  }
}
