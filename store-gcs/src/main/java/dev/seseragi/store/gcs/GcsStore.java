package dev.seseragi.store.gcs;

import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.LevelNaming;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.Requests;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.store.gcs.StoredObject.MalformedException;
import dev.seseragi.store.gcs.StoredObject.Page;
import dev.seseragi.store.remote.ServerClock;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A store that is a prefix of a Google Cloud Storage bucket.
 *
 * <p>An object is created under the condition that its name has no live generation, and carries its
 * timestamp as metadata, as Litestream's do. What is stored is compared with what was sent, by size
 * and CRC-32C. A caller that may not delete can create, read and list; {@link #put} over something
 * and {@link #delete} then throw {@link StoreForbiddenException}.
 *
 * <p>A body up to {@value ResumableUpload#CHUNK_BYTES} bytes is sent in one request from memory, a
 * larger one in chunks of that size, one in memory at a time; each chunk has the time that a call
 * has. Reads are streams that hold some 16 KiB.
 */
final class GcsStore implements ObjectStore {
  private final GcsSettings settings;
  private final GcsErrors errors;
  private final Addresses addresses;
  private final BackgroundConnection connection;
  private final GcsClient client;
  private final ServerClock clock = new ServerClock();

  /** A store; its client is made in the background from now on. */
  GcsStore(GcsSettings settings, RemoteLimits limits) {
    this.settings = settings;
    this.errors = new GcsErrors(settings, InstantSource.system());
    this.addresses = new Addresses(settings);
    this.connection = new BackgroundConnection(settings, limits, clock);
    this.client = new GcsClient(connection, errors, limits, new SplittableRandom());
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    return switch (upload("create " + name, name, body, timestamp, true)) {
      case Outcome.Failed(StoreException cause, boolean mayBeApplied) ->
          unknown(cause, mayBeApplied);
      case Outcome.Answered(Answer answer, boolean mayBeApplied) -> {
        if (answer.isSuccess()) {
          yield new PutOutcome.Created();
        }
        // Google may look at permissions before it looks at the condition. Nothing but an object of
        // this name makes creating a matter of the permission to delete.
        if (answer.status() == 412 || (GcsErrors.refusesDeletion(answer) && isThere(name))) {
          yield new PutOutcome.Taken();
        }
        yield unknown(errors.of("create " + name, answer), mayBeApplied);
      }
    };
  }

  private static PutOutcome unknown(StoreException cause, boolean mayBeApplied) {
    if (!mayBeApplied) {
      throw cause;
    }
    return new PutOutcome.Unknown(cause);
  }

  private boolean isThere(String name) {
    return stat(name).isPresent();
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    switch (upload("put " + name, name, body, timestamp, false)) {
      case Outcome.Failed(StoreException cause, boolean _) -> throw cause;
      case Outcome.Answered(Answer answer, boolean _) -> {
        if (!answer.isSuccess()) {
          throw errors.of("put " + name, answer);
        }
      }
    }
  }

  private Outcome upload(
      String action, String name, Body body, Instant timestamp, boolean ifAbsent) {
    Requests.checkName(name);
    Requests.checkTimestamp(timestamp);
    checkOpen(action);
    UploadRequest request =
        new UploadRequest(action, addresses.key(name), body, timestamp, ifAbsent);
    return body.sizeBytes() <= ResumableUpload.CHUNK_BYTES
        ? new SingleUpload(client, errors, addresses.upload("multipart", ifAbsent)).run(request)
        : new ResumableUpload(client, errors, request).run(addresses.upload("resumable", ifAbsent));
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    Requests.checkName(name);
    Requests.checkRange(offsetBytes, lengthBytes);
    String action = "read " + name;
    checkOpen(action);
    ByteRange range = ByteRange.of(offsetBytes, lengthBytes);
    Answer answer = answer(client.open(action, Call.get(addresses.content(name), range.headers())));
    if (answer.status() == 416) {
      return InputStream.nullInputStream();
    }
    if (answer.isSuccess()) {
      return range
          .content(answer)
          .orElseThrow(() ->
              errors.unexpected(action, "the server answered another range than was asked for"));
    }
    throw saysMissing(answer) ? errors.missing(name) : errors.of(action, answer);
  }

  private static boolean saysMissing(Answer answer) {
    return answer.status() == 404 && !GcsErrors.saysNoBucket(answer);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    Requests.checkPrefix(prefix);
    String action = "list \"" + prefix + "\"";
    checkOpen(action);
    Answer answer =
        answer(client.send(action, Call.get(addresses.page(prefix, continuation), Map.of())));
    if (!answer.isSuccess()) {
      throw errors.of(action, answer);
    }
    try {
      return relative(StoredObject.page(answer.text()), prefix);
    } catch (MalformedException e) {
      throw errors.unexpected(action, String.valueOf(e.getMessage()));
    }
  }

  /** What others keep beside the replica under names that no object of ours has is left out. */
  private ListPage relative(Page page, String prefix) throws MalformedException {
    List<ObjectInfo> objects = new ArrayList<>();
    String before = "";
    for (ObjectInfo object : page.objects()) {
      if (!object.name().startsWith(addresses.key(prefix))) {
        throw new MalformedException("the listing has names that were not asked for");
      }
      String name = object.name().substring(settings.prefix().length());
      if (!Requests.isName(name)) {
        continue;
      }
      if (name.compareTo(before) <= 0) {
        throw new MalformedException("the listing is not in order");
      }
      objects.add(new ObjectInfo(name, object.sizeBytes(), object.timestamp()));
      before = name;
    }
    return new ListPage(objects, page.next());
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    Requests.checkName(name);
    String action = "look at " + name;
    checkOpen(action);
    Answer answer = answer(client.send(action, Call.get(addresses.metadata(name), Map.of())));
    if (saysMissing(answer)) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw errors.of(action, answer);
    }
    try {
      ObjectInfo object = StoredObject.info(answer.text());
      return Optional.of(new ObjectInfo(name, object.sizeBytes(), object.timestamp()));
    } catch (MalformedException e) {
      throw errors.unexpected(action, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void delete(Collection<String> names) {
    List<String> all = names.stream().distinct().toList();
    all.forEach(Requests::checkName);
    checkOpen("delete");
    new Deletion(this::delete).run(all);
  }

  private void delete(String name) {
    String action = "delete " + name;
    Answer answer = answer(client.send(action, Call.delete(addresses.deletion(name))));
    if (!answer.isSuccess() && !saysMissing(answer)) {
      throw errors.of(action, answer);
    }
  }

  private static Answer answer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(Answer answer, boolean _) -> answer;
      case Outcome.Failed(StoreException cause, boolean _) -> throw cause;
    };
  }

  private void checkOpen(String action) {
    if (client.isClosed()) {
      throw errors.closed(action);
    }
  }

  @Override
  public Optional<Instant> clock() {
    return clock.now();
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

  @Override
  public void close() {
    client.close();
    connection.close();
  }
}
