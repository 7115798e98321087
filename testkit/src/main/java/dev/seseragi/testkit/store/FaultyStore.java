package dev.seseragi.testkit.store;

import dev.seseragi.store.Body;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.testkit.time.Waiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of a store that fails on command, and counts. Without faults it keeps the whole
 * contract. Safe for use by many threads.
 *
 * <p>Closing it closes this client only: several of them can share one store, each as another
 * process with faults of its own.
 */
public final class FaultyStore extends ForwardingStore {
  private final Waiter waiter;
  private final RequestCounter counter = new RequestCounter();

  /** Guards the fields below. Held while a script is asked, never during a request. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final FaultPlan plan = new FaultPlan();
  private final Queue<Runnable> late = new ArrayDeque<>();
  private long requestCount;
  private long releaseCount;
  private int hangingCount;
  private boolean isClosed;

  /** A request and what befalls it. */
  private record Call(Request request, Optional<Fault> fault) {
    boolean arrivesLate() {
      return fault.filter(Fault.ArrivesLate.class::isInstance).isPresent();
    }
  }

  /** Makes an answer of not knowing whether a request was applied, or throws. */
  @FunctionalInterface
  private interface Lost<T> {
    T answer(StoreException why);

    static <T> Lost<T> thrown() {
      return why -> {
        throw why;
      };
    }
  }

  /** A client of {@code store} without faults; {@link Fault.Slow} sleeps. */
  public FaultyStore(ObjectStore store) {
    this(store, Waiter.sleeping());
  }

  /** A client of {@code store} without faults. */
  public FaultyStore(ObjectStore store, Waiter waiter) {
    super(store);
    this.waiter = waiter;
  }

  /** The next request of that kind that has no fault yet gets this one. */
  public void next(Operation operation, Fault fault) {
    locked(() -> plan.next(operation, fault));
  }

  /** Every request of that kind gets this fault, until {@link #heal()}. */
  public void always(Operation operation, Fault fault) {
    locked(() -> plan.always(operation, fault));
  }

  /** Every request of every kind gets this fault, until {@link #heal()}. */
  public void always(Fault fault) {
    for (Operation operation : Operation.values()) {
      always(operation, fault);
    }
  }

  /** Requests without a fault from the other methods get the script's. */
  public void script(FaultScript script) {
    locked(() -> plan.script(script));
  }

  /** Forgets all faults. Requests that hang go on hanging, late ones stay late. */
  public void heal() {
    locked(plan::heal);
  }

  /** Lets all requests that hang go on. */
  public void release() {
    locked(() -> {
      releaseCount++;
      changed.signalAll();
    });
  }

  /** How many requests hang now. */
  public int hanging() {
    return locked(() -> hangingCount);
  }

  /** How many requests wait for {@link #deliverLate()}. */
  public int late() {
    return locked(late::size);
  }

  /**
   * Applies what arrives late, in the order in which it was sent, also after this client was
   * closed.
   */
  public void deliverLate() {
    List<Runnable> all = new ArrayList<>();
    locked(() -> {
      all.addAll(late);
      late.clear();
    });
    all.forEach(Runnable::run);
  }

  /** Everything that is there now, as a fault that later listings can have. */
  public Fault.StaleListing listingNow() {
    return new Fault.StaleListing(Listings.objects(store(), ""));
  }

  /** What has been asked so far. */
  public RequestCounts counts() {
    return counter.counts();
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    Call call = begin(Operation.CREATE, List.of(name));
    Body sent = sent(call, body);
    return answer(
        call,
        () -> super.create(name, sent, timestamp),
        PutOutcome.Unknown::new,
        FaultyStore::asItIs);
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    Call call = begin(Operation.PUT, List.of(name));
    Body sent = sent(call, body);
    run(call, () -> super.put(name, sent, timestamp));
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    Call call = begin(Operation.READ, List.of(name));
    InputStream stream =
        answer(
            call, () -> super.read(name, offsetBytes, lengthBytes), Lost.thrown(), this::spoilRead);
    return counter.counting(stream);
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    Call call = begin(Operation.LIST, List.of(prefix));
    return answer(
        call,
        () -> super.list(prefix, continuation),
        Lost.thrown(),
        (fault, page) -> spoilPage(fault, page, prefix, continuation));
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    Call call = begin(Operation.STAT, List.of(name));
    return answer(call, () -> super.stat(name), Lost.thrown(), FaultyStore::asItIs);
  }

  @Override
  public void delete(Collection<String> names) {
    List<String> all = List.copyOf(names);
    run(begin(Operation.DELETE, all), () -> super.delete(all));
  }

  private Call begin(Operation operation, List<String> names) {
    counter.countRequest(operation);
    return locked(() -> {
      Request request = new Request(++requestCount, operation, names);
      if (isClosed) {
        throw new StoreClosedException(describe(request), describe());
      }
      return new Call(request, plan.faultFor(request));
    });
  }

  /** A late request has its bytes with it: the caller may change or delete them meanwhile. */
  private Body sent(Call call, Body body) {
    counter.countBytes(call.request().operation(), body.sizeBytes());
    if (!call.arrivesLate()) {
      return body;
    }
    try (InputStream bytes = body.open()) {
      return Body.of(bytes.readAllBytes());
    } catch (IOException e) {
      throw failure(call, "its body cannot be read", e);
    }
  }

  private void run(Call call, Runnable request) {
    Supplier<Boolean> apply =
        () -> {
          request.run();
          return true;
        };
    boolean _ = answer(call, apply, Lost.thrown(), FaultyStore::asItIs);
  }

  /**
   * Does with a request what its fault says.
   *
   * @param apply sends it to the store
   * @param lost answers where it cannot be known whether it was applied
   * @param spoil makes the answer wrong, for faults that do so
   */
  private <T> T answer(Call call, Supplier<T> apply, Lost<T> lost, BiFunction<Fault, T, T> spoil) {
    if (call.fault().isEmpty()) {
      return apply.get();
    }
    return switch (call.fault().get()) {
      case Fault.Unavailable _ -> throw failure(call, "it is unavailable", null);
      case Fault.Forbidden _ -> throw new StoreForbiddenException(message(call, "forbidden"), null);
      case Fault.AnswerLost _ -> {
        discard(apply.get());
        yield lost.answer(failure(call, "the answer was lost", null));
      }
      case Fault.ArrivesLate _ -> {
        locked(() -> late.add(() -> discard(apply.get())));
        yield lost.answer(failure(call, "there was no answer in time", null));
      }
      case Fault.Hang hang -> hang(call, hang, apply, lost);
      case Fault.Slow slow -> {
        pass(call, slow);
        yield apply.get();
      }
      case Fault.OfRead fault -> spoil.apply(fault, apply.get());
      case Fault.OfList fault -> spoil.apply(fault, apply.get());
    };
  }

  private <T> T hang(Call call, Fault.Hang hang, Supplier<T> apply, Lost<T> lost) {
    Optional<T> answer = hang.isApplied() ? Optional.of(apply.get()) : Optional.empty();
    try {
      if (awaitRelease()) {
        return answer.orElseGet(apply);
      }
      answer.ifPresent(FaultyStore::discard);
      return lost.answer(failure(call, "the store was closed meanwhile", null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.ifPresent(FaultyStore::discard);
      return lost.answer(failure(call, "the thread was interrupted", e));
    }
  }

  /** Whether it was released, and not closed. */
  private boolean awaitRelease() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long seen = releaseCount;
      hangingCount++;
      try {
        while (releaseCount == seen && !isClosed) {
          changed.await();
        }
        return releaseCount != seen;
      } finally {
        hangingCount--;
      }
    } finally {
      lock.unlock();
    }
  }

  private void pass(Call call, Fault.Slow slow) {
    try {
      waiter.pass(slow.delay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(call, "the thread was interrupted", e);
    }
  }

  private InputStream spoilRead(Fault fault, InputStream stream) {
    return switch (fault) {
      case Fault.CutRead cut -> new FaultyStream(stream, cut.afterBytes(), false);
      case Fault.BrokenRead broken -> new FaultyStream(stream, broken.afterBytes(), true);
      case Fault.OfRequest _, Fault.OfList _ -> stream;
    };
  }

  private static ListPage spoilPage(
      Fault fault, ListPage page, String prefix, @Nullable String continuation) {
    return switch (fault) {
      case Fault.CutListing cut -> {
        List<ObjectInfo> objects = page.objects();
        yield new ListPage(objects.subList(0, Math.min(cut.objects(), objects.size())), null);
      }
      case Fault.StaleListing stale ->
          new ListPage(
              stale.objects().stream()
                  .filter(object -> object.name().startsWith(prefix))
                  .filter(o -> continuation == null || o.name().compareTo(continuation) > 0)
                  .toList(),
              null);
      case Fault.OfRequest _, Fault.OfRead _ -> page;
    };
  }

  private static <T> T asItIs(Fault fault, T answer) {
    return answer;
  }

  /** An answer that nobody gets. */
  private static void discard(Object answer) {
    if (answer instanceof InputStream stream) {
      try {
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close a stream whose answer is to be lost", e);
      }
    }
  }

  private StoreException failure(Call call, String why, @Nullable Throwable cause) {
    return new StoreException(message(call, why), cause);
  }

  private String message(Call call, String why) {
    return "cannot %s in %s: %s (a fault on command)"
        .formatted(describe(call.request()), describe(), why);
  }

  private static String describe(Request request) {
    return request.operation() + " " + String.join(", ", request.names());
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** Closes this client; the store stays open. Requests that hang lose their answer. */
  @Override
  public void close() {
    locked(() -> {
      isClosed = true;
      changed.signalAll();
    });
  }
}
