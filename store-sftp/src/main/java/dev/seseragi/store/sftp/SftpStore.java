package dev.seseragi.store.sftp;

import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.LevelNaming;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.Requests;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.remote.Pauses;
import dev.seseragi.store.sftp.ConnectionPool.Lease;
import dev.seseragi.store.sftp.SftpConnection.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A store that is a folder on an SFTP server: the object {@code a/b} is the file {@code b} in the
 * folder {@code a}, and the file's modification time, in whole seconds, is the object's timestamp.
 * {@link #stat} reads the milliseconds of a segment from its header; other objects have none. SFTP
 * has no word for the server's own clock.
 *
 * <p>An object is written to a temporary file in its folder, fsynced where the server can, and then
 * linked to its name, which the server refuses if the name is taken. Where the server has no links
 * the temporary file is renamed, which by the protocol fails if the name is taken, but need not be
 * atomic: {@link #capabilities} tells. Temporary files of killed processes are removed by a later
 * process after a day.
 *
 * <p>Memory: 1 MiB for each object that is written, 2 MiB for each stream that is read, whatever
 * their sizes. Connections: {@link ConnectionPool#MAX_CONNECTIONS} at most. A call ends within
 * {@link RemoteLimits#call}, and a second for each MiB of its body beyond that.
 */
final class SftpStore implements ObjectStore {
  /** The slowest upload that is waited for. */
  private static final long SLOWEST_BYTES_PER_SECOND = 1 << 20;

  /** How many files are deleted at the same time. */
  private static final int DELETE_WINDOW = 64;

  private final SftpSettings settings;
  private final RemoteLimits limits;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ConnectionPool pool;
  private final Retries retries;
  private final SftpFolders folders;
  private final SftpErrors errors;

  /** A store whose first connection is made in the background from now on. */
  SftpStore(SftpSettings settings, RemoteLimits limits) {
    this(
        settings,
        limits,
        Thread.ofVirtual().name("seseragi-sftp-", 0).factory(),
        InstantSource.system(),
        new SplittableRandom());
  }

  SftpStore(
      SftpSettings settings,
      RemoteLimits limits,
      ThreadFactory threads,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.limits = limits;
    this.retries = new Retries(new Pauses(limits, random, closed));
    this.folders = new SftpFolders(clock, random);
    this.errors = new SftpErrors(settings);
    this.pool = new ConnectionPool(() -> SshTransport.connect(settings, limits, threads), threads);
  }

  /** A request, on whatever connection it is made. */
  @FunctionalInterface
  private interface Request<T> {
    T run(SftpConnection connection) throws IOException;
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    Requests.checkTimestamp(timestamp);
    String action = check("create", name);
    Deadline deadline = deadline(body.sizeBytes());
    return run(
        action,
        deadline,
        connection -> {
          String path = settings.path(name);
          try (Upload upload = new Upload(connection, folders, path, deadline)) {
            if (isTaken(connection, path, deadline)) {
              return new PutOutcome.Taken();
            }
            upload.open();
            upload.write(body, timestamp, settings.pipelinesWrites());
            return name(connection, upload, action, path, deadline);
          }
        });
  }

  /** From here on a create must not be repeated. */
  private PutOutcome name(
      SftpConnection connection, Upload upload, String action, String path, Deadline deadline)
      throws IOException {
    try {
      if (connection.hasHardLinks()) {
        upload.linkTo(path);
      } else {
        upload.renameTo(path);
      }
      return new PutOutcome.Created();
    } catch (StatusException e) {
      // Version 3 has no word of its own for "exists already": look.
      if (isTaken(connection, path, deadline)) {
        return new PutOutcome.Taken();
      }
      throw e;
    } catch (IOException e) {
      return new PutOutcome.Unknown(failure(action, e));
    }
  }

  /** A folder in an object's place is not Taken: the caller would look, find none, try again. */
  private static boolean isTaken(SftpConnection connection, String path, Deadline deadline)
      throws IOException {
    Optional<Attributes> found = new Look(connection, deadline).at(path);
    if (found.isPresent() && !found.get().isRegular()) {
      throw new Look.ObstacleException(path, "no regular file");
    }
    return found.isPresent();
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    Requests.checkTimestamp(timestamp);
    String action = check("put", name);
    Deadline deadline = deadline(body.sizeBytes());
    run(
        action,
        deadline,
        connection -> {
          String path = settings.path(name);
          try (Upload upload = new Upload(connection, folders, path, deadline)) {
            upload.open();
            upload.write(body, timestamp, settings.pipelinesWrites());
            if (connection.hasPosixRename()) {
              upload.replace(path);
            } else {
              renameOrRefuse(connection, upload, action, path, deadline);
            }
          }
          return name;
        });
  }

  /** Deleting the old object first would leave a moment without any. */
  private void renameOrRefuse(
      SftpConnection connection, Upload upload, String action, String path, Deadline deadline)
      throws IOException {
    try {
      upload.renameTo(path);
    } catch (StatusException e) {
      if (new Look(connection, deadline).at(path).isPresent()) {
        throw errors.lacking(
            action,
            "the server has no posix-rename@openssh.com, without which a file that exists cannot be"
                + " replaced safely. Choose another server");
      }
      throw e;
    }
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    Requests.checkRange(offsetBytes, lengthBytes);
    String action = check("read", name);
    Deadline deadline = Deadline.in(limits.call());
    try {
      return retries.run(deadline, () -> open(name, offsetBytes, lengthBytes, deadline));
    } catch (IOException e) {
      throw failure(action, e);
    }
  }

  private InputStream open(String name, long offsetBytes, long lengthBytes, Deadline deadline)
      throws IOException {
    Lease lease = pool.lease(deadline);
    try {
      OpenFile file = openToRead(lease.connection(), name, deadline);
      RangeStream stream = new RangeStream(lease, file, offsetBytes, lengthBytes, limits.call());
      try {
        if (!stream.begin(deadline).isFolder()) {
          return stream;
        }
      } catch (Throwable e) {
        stream.close();
        throw e;
      }
      stream.close();
      throw new ObjectMissingException(describe(), name, null);
    } catch (Throwable e) {
      lease.close();
      throw e;
    }
  }

  private OpenFile openToRead(SftpConnection connection, String name, Deadline deadline)
      throws IOException {
    String path = settings.path(name);
    try {
      return connection.open(path, SftpConnection.READ).await(deadline);
    } catch (StatusException e) {
      if (new Look(connection, deadline).at(path).filter(it -> !it.isFolder()).isPresent()) {
        throw e;
      }
      throw new ObjectMissingException(describe(), name, e);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    String action = check("look at", name);
    Deadline deadline = Deadline.in(limits.call());
    Optional<ObjectInfo> found =
        run(
            action,
            deadline,
            connection ->
                new Look(connection, deadline)
                    .at(settings.path(name))
                    .filter(Attributes::isRegular)
                    .map(attributes -> SftpListing.info(name, attributes)));
    return found.map(object -> SegmentTime.isSegment(name) ? exactly(object) : object);
  }

  private ObjectInfo exactly(ObjectInfo object) {
    try (InputStream stream = read(object.name(), 0, SegmentTime.HEADER_BYTES)) {
      byte[] header = stream.readNBytes(SegmentTime.HEADER_BYTES);
      Instant time = SegmentTime.of(object.timestamp(), header);
      return new ObjectInfo(object.name(), object.sizeBytes(), time);
    } catch (IOException e) {
      throw failure("look at " + object.name(), e);
    }
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    Requests.checkPrefix(prefix);
    String action = "list \"" + prefix + "\"";
    checkOpen(action);
    Deadline deadline = Deadline.in(limits.call());
    return run(
        action,
        deadline,
        connection -> new SftpListing(connection, settings, deadline, prefix, continuation).page());
  }

  @Override
  public void delete(Collection<String> names) {
    List<String> all = List.copyOf(names);
    all.forEach(Requests::checkName);
    for (int start = 0; start < all.size(); start += DELETE_WINDOW) {
      List<String> some = all.subList(start, Math.min(all.size(), start + DELETE_WINDOW));
      String action = "delete " + (some.size() == 1 ? some.getFirst() : some.size() + " objects");
      checkOpen(action);
      Deadline deadline = Deadline.in(limits.call());
      run(
          action,
          deadline,
          connection -> {
            deleteSome(connection, some, deadline);
            return some;
          });
    }
  }

  private void deleteSome(SftpConnection connection, List<String> names, Deadline deadline)
      throws IOException {
    List<SftpConnection.Pending<SftpConnection.Done>> sent = new ArrayList<>();
    for (String name : names) {
      sent.add(connection.remove(settings.path(name)));
    }
    for (int i = 0; i < names.size(); i++) {
      try {
        sent.get(i).await(deadline);
      } catch (StatusException e) {
        // Nothing is there, or a folder, which is no object: that is as good as deleted.
        String path = settings.path(names.get(i));
        if (new Look(connection, deadline).at(path).filter(it -> !it.isFolder()).isPresent()) {
          throw e;
        }
      }
    }
  }

  private <T> T run(String action, Deadline deadline, Request<T> request) {
    try {
      return retried(deadline, request);
    } catch (IOException e) {
      throw failure(action, e);
    }
  }

  private <T> T retried(Deadline deadline, Request<T> request) throws IOException {
    return retries.run(
        deadline,
        () -> {
          try (Lease lease = pool.lease(deadline)) {
            return request.run(lease.connection());
          }
        });
  }

  private StoreException failure(String action, IOException cause) {
    if (closed.getCount() == 0) {
      return new StoreClosedException(action, describe());
    }
    return cause instanceof Look.ObstacleException obstacle
        ? errors.inTheWay(action, obstacle.path(), String.valueOf(obstacle.getMessage()))
        : errors.of(action, cause);
  }

  private Deadline deadline(long sizeBytes) {
    return Deadline.in(
        limits.call().plus(Duration.ofSeconds(sizeBytes / SLOWEST_BYTES_PER_SECOND)));
  }

  private String check(String verb, String name) {
    Requests.checkName(name);
    String action = verb + " " + name;
    checkOpen(action);
    return action;
  }

  private void checkOpen(String action) {
    if (closed.getCount() == 0) {
      throw new StoreClosedException(action, describe());
    }
  }

  @Override
  public LevelNaming levelNaming() {
    return LevelNaming.DECIMAL_UNDER_LTX;
  }

  /** Waits for the first connection, because it depends on the server. */
  @Override
  public Capabilities capabilities() {
    String action = "ask for extensions";
    checkOpen(action);
    Deadline deadline = Deadline.in(limits.call());
    return run(
        action, deadline, connection -> new Capabilities(connection.hasHardLinks(), false, true));
  }

  @Override
  public String describe() {
    return settings.describe();
  }

  @Override
  public void close() {
    closed.countDown();
    pool.close();
  }
}
