package dev.seseragi.store.sftp;

import dev.seseragi.store.remote.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections to a server: one, and up to {@link #MAX_CONNECTIONS} while several requests are
 * under way at the same time. They are shared, so whoever holds one keeps nobody waiting. The first
 * is made in the background at once.
 */
final class ConnectionPool implements AutoCloseable {
  /** Servers limit the connections of a user, some to ten. */
  static final int MAX_CONNECTIONS = 4;

  /** From so many users of every connection on another one is made. */
  private static final int BUSY_USERS = 2;

  /** How long a connection beyond the first is kept for nobody. */
  private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

  /** Makes a connection; as {@link SshTransport#connect}. */
  @FunctionalInterface
  interface Connector {
    SftpConnection connect() throws IOException;
  }

  private final Connector connector;
  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock:
  private final List<Member> members = new ArrayList<>();
  private @Nullable CompletableFuture<Void> opening;
  private int maxMembers = MAX_CONNECTIONS;
  private boolean isClosed;

  /** A connection and how many use it. */
  private static final class Member {
    private final SftpConnection connection;
    private int users;
    private long idleSinceNanos = System.nanoTime();

    Member(SftpConnection connection) {
      this.connection = connection;
    }

    int users() {
      return users;
    }
  }

  /** The use of a connection by one call; closed by it, from whatever thread. */
  final class Lease implements AutoCloseable {
    private @Nullable Member member;
    private final SftpConnection connection;

    private Lease(Member member) {
      this.member = member;
      this.connection = member.connection;
    }

    SftpConnection connection() {
      return connection;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (member != null) {
          member.users--;
          member.idleSinceNanos = System.nanoTime();
          member = null;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  ConnectionPool(Connector connector, ThreadFactory threads) {
    this.connector = connector;
    this.threads = threads;
    lock.lock();
    try {
      var _ = beginOpening();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The least used connection; waits for the first one.
   *
   * @throws ConnectionLostException if there is none and none can be made now
   * @throws dev.seseragi.store.StoreForbiddenException if none ever will be
   */
  Lease lease(Deadline deadline) throws IOException {
    while (true) {
      CompletableFuture<Void> first;
      lock.lock();
      try {
        if (isClosed) {
          throw new ConnectionLostException("the store was closed in this process", null);
        }
        dropDeadAndIdle();
        Optional<Member> best = members.stream().min(Comparator.comparingInt(Member::users));
        if (best.isPresent()) {
          return use(best.get());
        }
        first = opening == null ? beginOpening() : opening;
      } finally {
        lock.unlock();
      }
      await(first, deadline);
    }
  }

  private Lease use(Member member) {
    if (member.users >= BUSY_USERS && members.size() < maxMembers && opening == null) {
      var _ = beginOpening();
    }
    member.users++;
    return new Lease(member);
  }

  private void dropDeadAndIdle() {
    long now = System.nanoTime();
    members.removeIf(member -> !member.connection.isAlive());
    for (Member member : List.copyOf(members)) {
      boolean isIdle = member.users == 0 && now - member.idleSinceNanos > KEPT_NANOS;
      if (isIdle && members.size() > 1) {
        members.remove(member);
        member.connection.close();
      }
    }
  }

  private CompletableFuture<Void> beginOpening() {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    opening = begun;
    threads.newThread(() -> open(begun)).start();
    return begun;
  }

  private void open(CompletableFuture<Void> begun) {
    try {
      add(connector.connect());
      begun.complete(null);
    } catch (Throwable e) {
      giveUpOpening();
      begun.completeExceptionally(e);
    }
  }

  private void add(SftpConnection made) {
    boolean isTooLate;
    lock.lock();
    try {
      opening = null;
      isTooLate = isClosed;
      if (!isTooLate) {
        members.add(new Member(made));
      }
    } finally {
      lock.unlock();
    }
    if (isTooLate) {
      made.close();
    }
  }

  private void giveUpOpening() {
    lock.lock();
    try {
      opening = null;
      if (!members.isEmpty()) {
        maxMembers = members.size(); // More than the server allows: never ask again.
      }
    } finally {
      lock.unlock();
    }
  }

  private static void await(CompletableFuture<Void> first, Deadline deadline) throws IOException {
    try {
      first.get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new InterruptedCallException(e);
    } catch (TimeoutException e) {
      throw new ConnectionLostException("the login took too long", e);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      switch (cause) {
        case RuntimeException refusal -> throw refusal;
        case Error error -> throw error;
        default -> throw new ConnectionLostException(String.valueOf(cause.getMessage()), cause);
      }
    }
  }

  @Override
  public void close() {
    List<Member> all;
    lock.lock();
    try {
      isClosed = true;
      all = List.copyOf(members);
      members.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(member -> member.connection.close());
  }
}
