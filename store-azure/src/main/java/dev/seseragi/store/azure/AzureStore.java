package dev.seseragi.store.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
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
import dev.seseragi.store.azure.Calls.FailedException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A store that is a container of Azure Blob Storage, below a prefix. An object's timestamp is in
 * its metadata, so listings have it.
 *
 * <p>Memory: 12 MiB for each object that is written, 512 KiB for each stream that is read, whatever
 * their sizes. A call ends within {@link RemoteLimits#call}, and a second for each MiB of its body
 * beyond that.
 */
final class AzureStore implements ObjectStore {
  private static final int PAGE_OBJECTS = 1_000;

  /** How many objects are deleted at the same time. */
  private static final int DELETE_WINDOW = 16;

  /** The slowest upload that is waited for. */
  private static final long SLOWEST_BYTES_PER_SECOND = 1 << 20;

  /** Beyond any blob (190 TiB), and small enough for every server's arithmetic. */
  private static final long LARGEST_OFFSET = 1L << 50;

  private final AzureSettings settings;
  private final RemoteLimits limits;
  private final ThreadFactory threads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Calls calls;
  private final AzureErrors errors;

  /** Made in the background from the beginning: loading the client's classes takes its time. */
  private final FutureTask<BlobContainerClient> client;

  AzureStore(AzureSettings settings, RemoteLimits limits) {
    this(
        settings,
        limits,
        Thread.ofVirtual().name("seseragi-azure-", 0).factory(),
        InstantSource.system(),
        new SplittableRandom());
  }

  AzureStore(
      AzureSettings settings,
      RemoteLimits limits,
      ThreadFactory threads,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.limits = limits;
    this.threads = threads;
    this.calls = new Calls(limits, threads, random, closed);
    this.errors = new AzureErrors(settings, clock);
    this.client = new FutureTask<>(() -> AzureClient.make(settings, limits));
    threads.newThread(client).start();
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    Requests.checkTimestamp(timestamp);
    String action = check("create", name);
    try {
      upload(name, body, timestamp, true);
      return new PutOutcome.Created();
    } catch (FailedException e) {
      return switch (e.kind()) {
        case TAKEN -> new PutOutcome.Taken();
        case UNCERTAIN -> new PutOutcome.Unknown(failure(action, e));
        case MISSING, BEYOND_THE_END, NOT_SENT, REFUSED -> throw failure(action, e);
      };
    }
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    Requests.checkTimestamp(timestamp);
    String action = check("put", name);
    try {
      upload(name, body, timestamp, false);
    } catch (FailedException e) {
      throw failure(action, e);
    }
  }

  private void upload(String name, Body body, Instant timestamp, boolean isCreate)
      throws FailedException {
    Deadline deadline =
        Deadline.in(
            limits.call().plus(Duration.ofSeconds(body.sizeBytes() / SLOWEST_BYTES_PER_SECOND)));
    BlobClient blob = blob(name, deadline);
    new Upload(blob.getBlockBlobClient(), body, timestamp, isCreate, calls, threads, deadline)
        .run();
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    Requests.checkRange(offsetBytes, lengthBytes);
    String action = check("read", name);
    if (offsetBytes > LARGEST_OFFSET) {
      if (stat(name).isEmpty()) {
        throw new ObjectMissingException(describe(), name, null);
      }
      return InputStream.nullInputStream();
    }
    BlobRange range =
        lengthBytes > LARGEST_OFFSET
            ? new BlobRange(offsetBytes)
            : new BlobRange(offsetBytes, lengthBytes);
    Deadline deadline = Deadline.in(limits.call());
    try {
      BlobClient blob = blob(name, deadline);
      return calls.run(deadline, () -> download(blob, range));
    } catch (FailedException e) {
      return switch (e.kind()) {
        case BEYOND_THE_END -> InputStream.nullInputStream();
        case MISSING -> throw new ObjectMissingException(describe(), name, e.error());
        case TAKEN, NOT_SENT, UNCERTAIN, REFUSED -> throw failure(action, e);
      };
    }
  }

  private InputStream download(BlobClient blob, BlobRange range) throws Exception {
    // Not resumed within: whoever reads asks again.
    DownloadRetryOptions once = new DownloadRetryOptions().setMaxRetryRequests(0);
    DownloadStream stream =
        new DownloadStream(
            output -> {
              var _ =
                  blob.downloadStreamWithResponse(
                      output, range, once, null, false, null, Context.NONE);
            },
            threads,
            limits.call());
    stream.begin();
    return stream;
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    Requests.checkPrefix(prefix);
    String action = "list \"" + prefix + "\"";
    checkOpen(action);
    Deadline deadline = Deadline.in(limits.call());
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setPrefix(settings.prefix() + prefix)
            .setMaxResultsPerPage(PAGE_OBJECTS)
            .setDetails(new BlobListDetails().setRetrieveMetadata(true));
    PagedResponse<BlobItem> page =
        run(
            action,
            deadline,
            () ->
                client().listBlobs(options, continuation, null).iterableByPage().iterator().next());
    List<ObjectInfo> objects = new ArrayList<>();
    for (BlobItem item : page.getValue()) {
      info(item).ifPresent(objects::add);
    }
    checkOrder(action, objects);
    String next = page.getContinuationToken();
    return new ListPage(objects, next == null || next.isEmpty() ? null : next);
  }

  private Optional<ObjectInfo> info(BlobItem item) {
    String blob = item.getName();
    BlobItemProperties properties = item.getProperties();
    if (!blob.startsWith(settings.prefix()) || properties == null) {
      return Optional.empty();
    }
    String name = blob.substring(settings.prefix().length());
    boolean isFolder =
        item.getMetadata() != null && "true".equals(item.getMetadata().get("hdi_isfolder"));
    Long sizeBytes = properties.getContentLength();
    return isFolder || !Requests.isName(name) || sizeBytes == null
        ? Optional.empty()
        : Optional.of(
            new ObjectInfo(
                name, sizeBytes, Timestamps.of(item.getMetadata(), properties.getCreationTime())));
  }

  /** What comes out of order would be taken for a gap, or for an end. */
  private void checkOrder(String action, List<ObjectInfo> objects) {
    for (int i = 1; i < objects.size(); i++) {
      if (objects.get(i - 1).name().compareTo(objects.get(i).name()) >= 0) {
        throw new StoreException(
            "cannot %s in %s: the listing is not in order, %s stands behind %s"
                .formatted(action, describe(), objects.get(i).name(), objects.get(i - 1).name()));
      }
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    String action = check("look at", name);
    Deadline deadline = Deadline.in(limits.call());
    try {
      BlobClient blob = blob(name, deadline);
      BlobProperties properties = calls.run(deadline, blob::getProperties);
      Instant timestamp = Timestamps.of(properties.getMetadata(), properties.getCreationTime());
      return Optional.of(new ObjectInfo(name, properties.getBlobSize(), timestamp));
    } catch (FailedException e) {
      if (e.kind() == Failure.MISSING) {
        return Optional.empty();
      }
      throw failure(action, e);
    }
  }

  @Override
  public void delete(Collection<String> names) {
    List<String> all = List.copyOf(names);
    all.forEach(Requests::checkName);
    Queue<FutureTask<Boolean>> sent = new ArrayDeque<>();
    try {
      for (String name : all) {
        FutureTask<Boolean> task = new FutureTask<>(() -> delete(name));
        sent.add(task);
        threads.newThread(task).start();
        if (sent.size() >= DELETE_WINDOW) {
          await(sent.remove());
        }
      }
      while (!sent.isEmpty()) {
        await(sent.remove());
      }
    } finally {
      sent.forEach(task -> task.cancel(true));
    }
  }

  private boolean delete(String name) {
    String action = check("delete", name);
    Deadline deadline = Deadline.in(limits.call());
    try {
      BlobClient blob = blob(name, deadline);
      return calls.run(
          deadline,
          () -> {
            blob.delete();
            return true;
          });
    } catch (FailedException e) {
      if (e.kind() == Failure.MISSING) {
        return false;
      }
      throw failure(action, e);
    }
  }

  private void await(FutureTask<Boolean> deletion) {
    try {
      deletion.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          "cannot delete in %s: the thread was interrupted".formatted(describe()), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw new StoreException("cannot delete in " + describe() + ": " + e.getMessage(), e);
    }
  }

  private <T> T run(String action, Deadline deadline, Callable<T> request) {
    try {
      return calls.run(deadline, request);
    } catch (FailedException e) {
      throw failure(action, e);
    }
  }

  private BlobClient blob(String name, Deadline deadline) throws FailedException {
    return calls.run(deadline, () -> client().getBlobClient(settings.prefix() + name));
  }

  private BlobContainerClient client() throws InterruptedException, IOException {
    try {
      return client.get();
    } catch (ExecutionException e) {
      throw new IOException("the client cannot be made: " + e.getMessage(), e);
    }
  }

  private StoreException failure(String action, FailedException failure) {
    return closed.getCount() == 0
        ? new StoreClosedException(action, describe())
        : errors.of(action, failure.error());
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

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, true);
  }

  @Override
  public String describe() {
    return settings.describe();
  }

  /** Connections that nobody uses end by themselves. */
  @Override
  public void close() {
    closed.countDown();
  }
}
