package dev.seseragi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class FaultyStoreTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");
  private static final GeneratedBody BODY = new GeneratedBody(1, 1_000);

  private final ObjectStore behind = new MemoryStore();
  private final List<Duration> passed = new ArrayList<>();
  private final FaultyStore store = new FaultyStore(behind, passed::add);

  @Test
  void anUnavailableStoreAppliesNothingUntilItHeals() {
    store.always(new Fault.Unavailable());

    assertThatThrownBy(() -> store.create("a", BODY, TIME))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("CREATE a");
    assertThatThrownBy(() -> store.put("a", BODY, TIME)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.read("a", 0, 1)).isExactlyInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.list("", null)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.stat("a")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.delete(List.of("a"))).isInstanceOf(StoreException.class);
    assertThat(Listings.names(behind, "")).isEmpty();

    store.heal();
    assertThat(store.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
  }

  @Test
  void aFaultForTheNextRequestComesOnceAndBeforeTheStandingOne() {
    store.always(Operation.CREATE, new Fault.Forbidden());
    store.next(Operation.CREATE, new Fault.AnswerLost());
    store.next(Operation.CREATE, new Fault.Unavailable());

    assertThat(store.stat("a")).as("other operations work").isEmpty();
    assertThat(store.create("a", BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);
    assertThatThrownBy(() -> store.create("a", BODY, TIME))
        .isExactlyInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.create("a", BODY, TIME))
        .isInstanceOf(StoreForbiddenException.class);
  }

  @Test
  void deletesCanBeForbidden() {
    store.put("a", BODY, TIME);
    store.always(Operation.DELETE, new Fault.Forbidden());

    assertThatThrownBy(() -> store.delete(List.of("a")))
        .isInstanceOf(StoreForbiddenException.class);

    assertThat(behind.stat("a")).isPresent();
  }

  @Test
  void aLostAnswerIsOfARequestThatWasApplied() {
    store.next(Operation.CREATE, new Fault.AnswerLost());
    store.next(Operation.PUT, new Fault.AnswerLost());
    store.next(Operation.DELETE, new Fault.AnswerLost());

    assertThat(store.create("a", BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(behind.stat("a")).isPresent();
    assertThatThrownBy(() -> store.put("b", BODY, TIME)).isInstanceOf(StoreException.class);
    assertThat(behind.stat("b")).isPresent();
    assertThatThrownBy(() -> store.delete(List.of("a"))).isInstanceOf(StoreException.class);
    assertThat(behind.stat("a")).isEmpty();
    assertThat(store.create("b", BODY, TIME)).isEqualTo(new PutOutcome.Taken());
  }

  @Test
  void aLateRequestArrivesOnCommandWithTheBytesItWasSentWith() throws Exception {
    byte[] bytes = BODY.range(0, Long.MAX_VALUE);
    store.next(Operation.CREATE, new Fault.ArrivesLate());
    store.next(Operation.DELETE, new Fault.ArrivesLate());

    assertThat(store.create("a", Body.of(bytes), TIME)).isInstanceOf(PutOutcome.Unknown.class);
    bytes[0]++;
    assertThat(store.late()).isEqualTo(1);
    assertThat(behind.stat("a")).isEmpty();
    store.close();
    store.deliverLate();

    assertThat(store.late()).isZero();
    assertThat(BODY.isContentOf(behind.read("a", 0, Long.MAX_VALUE))).isTrue();
  }

  @Test
  void aLateRequestCanComeTooLate() throws Exception {
    store.next(Operation.CREATE, new Fault.ArrivesLate());
    assertThat(store.create("a", BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);
    GeneratedBody other = new GeneratedBody(2, 10);
    assertThat(behind.create("a", other, TIME)).isEqualTo(new PutOutcome.Created());

    store.deliverLate();

    assertThat(other.isContentOf(behind.read("a", 0, Long.MAX_VALUE))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRequestHangsUntilItIsReleased(boolean isApplied) throws Exception {
    store.next(Operation.CREATE, new Fault.Hang(isApplied));
    CompletableFuture<PutOutcome> outcome = createElsewhere();

    assertThat(behind.stat("a").isPresent()).isEqualTo(isApplied);
    assertThat(outcome).isNotDone();
    store.release();

    assertThat(outcome.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(new PutOutcome.Created());
    assertThat(store.hanging()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRequestThatHangsAtTheCloseHasNoAnswer(boolean isApplied) throws Exception {
    store.next(Operation.CREATE, new Fault.Hang(isApplied));
    CompletableFuture<PutOutcome> outcome = createElsewhere();

    store.close();

    assertThat(outcome.get(SOON.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(PutOutcome.Unknown.class);
    assertThat(behind.stat("a").isPresent()).isEqualTo(isApplied);
    assertThatThrownBy(() -> store.stat("a")).isInstanceOf(StoreClosedException.class);
    assertThat(behind.stat("b")).as("the store behind stays open").isEmpty();
  }

  @Test
  void anInterruptEndsAHangingRequest() {
    store.always(new Fault.Hang(false));

    Thread.currentThread().interrupt();
    assertThat(store.create("a", BODY, TIME)).isInstanceOf(PutOutcome.Unknown.class);
    assertThatThrownBy(() -> store.stat("a")).isInstanceOf(StoreException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private CompletableFuture<PutOutcome> createElsewhere() throws InterruptedException {
    CompletableFuture<PutOutcome> outcome =
        CompletableFuture.supplyAsync(() -> store.create("a", BODY, TIME));
    Await.until("a request hangs", SOON, () -> store.hanging() == 1);
    return outcome;
  }

  @Test
  void aSlowRequestTakesItsTimeByTheWaiter() {
    store.next(Operation.STAT, new Fault.Slow(Duration.ofHours(1)));

    assertThat(store.stat("a")).isEmpty();

    assertThat(passed).containsExactly(Duration.ofHours(1));
  }

  @Test
  void aReadCanEndEarlyOrBreak() throws Exception {
    store.put("a", BODY, TIME);
    store.next(Operation.READ, new Fault.CutRead(300));
    store.next(Operation.READ, new Fault.BrokenRead(300));

    try (InputStream cut = store.read("a", 100, 800)) {
      assertThat(cut.readAllBytes()).isEqualTo(BODY.range(100, 300));
    }
    try (InputStream broken = store.read("a", 100, 800)) {
      assertThat(broken.readNBytes(300)).isEqualTo(BODY.range(100, 300));
      assertThatThrownBy(broken::read).isInstanceOf(IOException.class);
    }
    try (InputStream whole = store.read("a", 0, Long.MAX_VALUE)) {
      assertThat(BODY.isContentOf(whole)).isTrue();
    }
  }

  @Test
  void aListingCanBeCutOrOld() {
    IntStream.range(0, 5).forEach(i -> store.put("ltx/" + i, BODY, TIME));
    Fault.StaleListing old = store.listingNow();
    store.delete(List.of("ltx/0"));
    store.put("ltx/5", BODY, TIME);

    store.next(Operation.LIST, old);
    assertThat(Listings.names(store, "ltx/"))
        .containsExactly("ltx/0", "ltx/1", "ltx/2", "ltx/3", "ltx/4");
    store.next(Operation.LIST, old);
    assertThat(Listings.names(store, "ltx/4")).containsExactly("ltx/4");
    store.next(Operation.LIST, new Fault.CutListing(2));
    assertThat(Listings.names(store, "")).containsExactly("ltx/1", "ltx/2");
    assertThat(Listings.names(store, "")).hasSize(5);
  }

  @Test
  void aFaultThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> store.next(Operation.STAT, new Fault.CutListing(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.always(Operation.READ, new Fault.ArrivesLate()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSameSeedGivesTheSameFaults() {
    List<Boolean> first = failures(17);

    assertThat(failures(17)).isEqualTo(first);
    assertThat(failures(18)).isNotEqualTo(first);
    assertThat(first).contains(true, false);
  }

  private static List<Boolean> failures(long seed) {
    FaultyStore random = new FaultyStore(new MemoryStore());
    List<Fault> faults = List.of(new Fault.Unavailable(), new Fault.CutListing(0));
    random.script(FaultScript.random(seed, 0.5, faults));
    List<Boolean> failures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      try {
        failures.add(random.stat("a").isPresent());
      } catch (StoreException e) {
        failures.add(true);
      }
    }
    return failures;
  }

  @Test
  void aScriptSeesEveryRequest() {
    List<Request> requests = new ArrayList<>();
    store.script(request -> {
      requests.add(request);
      return FaultScript.none().faultFor(request);
    });

    var _ = store.stat("a");
    store.delete(List.of("a", "b"));

    assertThat(requests)
        .containsExactly(
            new Request(1, Operation.STAT, List.of("a")),
            new Request(2, Operation.DELETE, List.of("a", "b")));
  }

  @Test
  void requestsAndBytesAreCounted() throws Exception {
    store.put("a", BODY, TIME);
    RequestCounts before = store.counts();
    assertThat(before.requests(Operation.PUT)).isEqualTo(1);
    assertThat(before.bytes(Operation.PUT)).isEqualTo(1_000);

    try (InputStream stream = store.read("a", 500, 100)) {
      assertThat(stream.readNBytes(60)).hasSize(60);
    }
    store.next(Operation.LIST, new Fault.Unavailable());
    assertThatThrownBy(() -> store.list("", null)).isInstanceOf(StoreException.class);

    RequestCounts since = store.counts().since(before);
    assertThat(since.requests()).isEqualTo(2);
    assertThat(since.requests(Operation.LIST)).isEqualTo(1);
    assertThat(since.bytes(Operation.READ)).isEqualTo(60);
    assertThat(since.bytes()).isEqualTo(60);
    assertThat(since.requests(Operation.PUT)).isZero();
  }

  @Test
  void severalClientsOfOneStoreHaveFaultsOfTheirOwn() {
    FaultyStore other = new FaultyStore(behind);
    store.always(new Fault.Unavailable());

    assertThat(other.create("a", BODY, TIME)).isEqualTo(new PutOutcome.Created());
    assertThat(other.counts().requests()).isEqualTo(1);
    assertThat(store.counts().requests()).isZero();
  }

  @Test
  void distanceDelaysEachRequest() {
    Duration delay = Duration.ofMillis(20);
    LatencyStore far = new LatencyStore(behind, delay, passed::add);

    var _ = far.stat("a");
    var _ = far.list("", null);

    assertThat(passed).containsExactly(delay, delay);
    assertThat(far.capabilities().rangedReadsAreCheap()).isTrue();
  }
}
