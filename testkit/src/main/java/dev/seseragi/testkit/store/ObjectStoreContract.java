package dev.seseragi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.Requests;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store must do: the contract of {@link ObjectStore} as tests. Each store's module has a
 * subclass that opens the store.
 */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ObjectStoreContract {
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");
  private static final Instant LATER = Instant.parse("2026-11-21T07:53:37.826Z");
  private static final String SLOT = "ltx/0/0000000000000001-0000000000000001.ltx";

  private static final int RACERS = 8;
  private static final int RACES = 10;
  private static final int MANY_OBJECTS = 2_500;
  private static final int CONNECTIONS = 16;
  private static final int MEBIBYTE = 1 << 20;

  private final String replica = "kit-" + UUID.randomUUID();
  private final List<ObjectStore> opened = new ArrayList<>();
  private ObjectStore store;

  /** Connects to nothing: {@link #open} does. */
  @SuppressWarnings("NullAway.Init")
  protected ObjectStoreContract() {}

  /**
   * Opens a client of a store.
   *
   * @param replica a name of the kit's; clients of the same one share their objects, and those of
   *     another one see none of them
   */
  protected abstract ObjectStore open(String replica) throws Exception;

  /** Opens the store that the test uses. */
  @BeforeEach
  void openStore() throws Exception {
    store = anotherClient();
  }

  /** Closes all clients. */
  @AfterEach
  void closeStores() {
    opened.forEach(ObjectStore::close);
  }

  private ObjectStore anotherClient() throws Exception {
    ObjectStore client = open(replica);
    opened.add(client);
    return client;
  }

  // Create.

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4097, 6 * MEBIBYTE, 20 * MEBIBYTE})
  void aCreatedObjectHasExactlyItsBytes(int sizeBytes) throws Exception {
    GeneratedBody body = new GeneratedBody(sizeBytes, sizeBytes);

    assertThat(store.create(SLOT, body, TIME)).isEqualTo(new PutOutcome.Created());

    assertThat(store.stat(SLOT)).contains(new ObjectInfo(SLOT, sizeBytes, TIME));
    try (InputStream content = store.read(SLOT, 0, Long.MAX_VALUE)) {
      assertThat(body.isContentOf(content)).isTrue();
    }
  }

  @Test
  void aTakenNameKeepsItsFirstContent() throws Exception {
    create(SLOT, "first");

    assertThat(store.create(SLOT, text("second"), LATER)).isEqualTo(new PutOutcome.Taken());
    assertThat(store.create(SLOT, text("first"), TIME)).isEqualTo(new PutOutcome.Taken());

    assertThat(content(SLOT)).isEqualTo("first");
    assertThat(store.stat(SLOT)).contains(new ObjectInfo(SLOT, 5, TIME));
  }

  @Test
  void whatOneClientCreatesAnotherSeesAtOnce() throws Exception {
    ObjectStore other = anotherClient();

    create(SLOT, "here");

    assertThat(other.stat(SLOT)).isPresent();
    assertThat(Listings.names(other, "")).containsExactly(SLOT);
    assertThat(other.create(SLOT, text("mine"), TIME)).isEqualTo(new PutOutcome.Taken());
    other.delete(List.of(SLOT));
    assertThat(store.stat(SLOT)).isEmpty();
  }

  @Test
  void ofRacingCreatesExactlyOneWins() throws Exception {
    ObjectStore other = anotherClient();
    for (int race = 0; race < RACES; race++) {
      String name = "race/" + race;
      CyclicBarrier start = new CyclicBarrier(RACERS);
      List<PutOutcome> outcomes =
          inParallel(
              RACERS,
              RACERS,
              racer -> {
                start.await();
                ObjectStore client = racer % 2 == 0 ? store : other;
                return client.create(name, new GeneratedBody(racer, 5_000), TIME);
              });

      assertThat(outcomes).containsOnlyOnce(new PutOutcome.Created());
      assertThat(outcomes)
          .allMatch(it -> it instanceof PutOutcome.Created || it instanceof PutOutcome.Taken);
      int winner = outcomes.indexOf(new PutOutcome.Created());
      try (InputStream content = store.read(name, 0, Long.MAX_VALUE)) {
        assertThat(new GeneratedBody(winner, 5_000).isContentOf(content)).isTrue();
      }
    }
  }

  @Test
  void aDeletedNameIsFreeAgain() throws Exception {
    create(SLOT, "first");
    store.delete(List.of(SLOT));

    create(SLOT, "second");

    assertThat(content(SLOT)).isEqualTo("second");
  }

  @Test
  void aCreateLeavesWhatAPutWrote() throws Exception {
    store.put(SLOT, text("put"), TIME);

    assertThat(store.create(SLOT, text("created"), LATER)).isEqualTo(new PutOutcome.Taken());

    assertThat(content(SLOT)).isEqualTo("put");
  }

  @ParameterizedTest
  @CsvSource({"100000, 99999", "100000, 100001", "100000, 0", "0, 1"})
  void aBodyOfAnotherSizeThanItSaysMakesNoObject(long said, long actual) {
    Body liar =
        new Body() {
          @Override
          public long sizeBytes() {
            return said;
          }

          @Override
          public InputStream open() {
            return new GeneratedBody(1, actual).open();
          }
        };

    assertThatNothingIsMadeOf(liar);
  }

  @Test
  void aBodyThatCannotBeReadMakesNoObject() {
    Body broken =
        new Body() {
          @Override
          public long sizeBytes() {
            return 200_000;
          }

          @Override
          public InputStream open() {
            InputStream bytes = new GeneratedBody(1, sizeBytes()).open();
            return new FaultyStream(bytes, 150_000, true);
          }
        };

    assertThatNothingIsMadeOf(broken);
  }

  private void assertThatNothingIsMadeOf(Body body) {
    try {
      // A remote store may have begun to answer: then it cannot know.
      assertThat(store.create(SLOT, body, TIME)).isInstanceOf(PutOutcome.Unknown.class);
    } catch (StoreException expected) {
      assertThat(expected).hasMessageContaining(SLOT);
    }
    assertThatThrownBy(() -> store.put(SLOT, body, TIME)).isInstanceOf(StoreException.class);
    assertThat(Listings.names(store, "")).isEmpty();
    create(SLOT, "the name is free");
  }

  // Put.

  @Test
  void aPutWritesOver() throws Exception {
    store.put("config", text("first"), TIME);
    assertThat(content("config")).isEqualTo("first");

    store.put("config", text("2nd"), LATER);

    assertThat(content("config")).isEqualTo("2nd");
    assertThat(store.stat("config")).contains(new ObjectInfo("config", 3, LATER));
    assertThat(Listings.names(store, "")).containsExactly("config");
  }

  @Test
  void readersSeeOldOrNewContentAndNeverAMix() throws Exception {
    int sizeBytes = 300_000;
    store.put("config", new GeneratedBody(0, sizeBytes), TIME);
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> writer =
          executor.submit(() -> {
            for (int i = 1; i <= 30; i++) {
              store.put("config", new GeneratedBody(i, sizeBytes), TIME);
            }
          });
      while (!writer.isDone()) {
        byte[] content = bytes("config");
        assertThat(IntStream.rangeClosed(0, 30).mapToObj(i -> new GeneratedBody(i, sizeBytes)))
            .anyMatch(body -> isContent(body, content));
      }
      writer.get();
    }
  }

  // Read.

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0, 10000",
    "0, 9223372036854775807",
    "5000, 10",
    "9999, 1",
    "9999, 100",
    "9999, 9223372036854775807",
    "10000, 1",
    "10000, 9223372036854775807",
    "9223372036854775807, 9223372036854775807"
  })
  void aRangeIsExact(long offsetBytes, long lengthBytes) throws Exception {
    GeneratedBody body = new GeneratedBody(3, 10_000);
    assertThat(store.create(SLOT, body, TIME)).isEqualTo(new PutOutcome.Created());

    try (InputStream range = store.read(SLOT, offsetBytes, lengthBytes)) {
      assertThat(range.readAllBytes()).isEqualTo(body.range(offsetBytes, lengthBytes));
      assertThat(range.read()).isEqualTo(-1);
    }
  }

  @Test
  void aStreamMayBeReadByteByByteAndClosedEarly() throws Exception {
    GeneratedBody body = new GeneratedBody(4, MEBIBYTE);
    assertThat(store.create(SLOT, body, TIME)).isEqualTo(new PutOutcome.Created());

    try (InputStream stream = store.read(SLOT, 70_000, 100_000)) {
      for (byte expected : body.range(70_000, 5)) {
        assertThat(stream.read()).isEqualTo(Byte.toUnsignedInt(expected));
      }
      assertThat(stream.readNBytes(8)).isEqualTo(body.range(70_005, 8));
      assertThat(stream.skip(3)).isEqualTo(3);
      assertThat(stream.readNBytes(8)).isEqualTo(body.range(70_016, 8));
      assertThat(stream.read(new byte[0])).isZero();
    }
    assertThat(bytes(SLOT)).hasSize(MEBIBYTE);
  }

  @Test
  void anEmptyObjectIsReadAsNothing() throws Exception {
    create("empty", "");

    assertThat(bytes("empty")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ltx/0/missing", "ltx", "ltx/0", SLOT + "/below", SLOT + "x"})
  void whatIsMissingIsNamed(String missing) {
    create(SLOT, "content");

    assertThat(store.stat(missing)).isEmpty();
    assertThatThrownBy(() -> readAndClose(missing))
        .isInstanceOf(ObjectMissingException.class)
        .hasMessageContaining(missing)
        .hasMessageContaining(store.describe());
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    create(SLOT, "content");

    assertThatThrownBy(() -> store.read(SLOT, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.read(SLOT, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  // Timestamps.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2001-02-03T04:05:06.789Z",
        "2026-11-21T07:53:37.001Z",
        "2026-11-21T07:53:37.999Z",
        "2038-01-19T03:14:08.500Z"
      })
  void aTimestampIsKeptToTheMillisecond(String timestamp) {
    Instant time = Instant.parse(timestamp);
    assertThat(store.create("created", text("x"), time)).isEqualTo(new PutOutcome.Created());
    store.put("put", text("x"), time);

    assertThat(store.stat("created")).contains(new ObjectInfo("created", 1, time));
    assertThat(store.stat("put")).contains(new ObjectInfo("put", 1, time));
    if (store.capabilities().listsExactTimestamps()) {
      assertThat(Listings.objects(store, "")).allMatch(object -> object.timestamp().equals(time));
    }
  }

  @Test
  void aTimestampFinerThanMillisecondsIsRefused() {
    Instant fine = TIME.plusNanos(1);

    assertThatThrownBy(() -> store.create(SLOT, text("x"), fine))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.put(SLOT, text("x"), fine))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.stat(SLOT)).isEmpty();
  }

  // List.

  @Test
  void nothingIsListedAsAnEmptyPage() {
    assertThat(store.list("", null)).isEqualTo(new ListPage(List.of(), null));
    assertThat(store.list("ltx/0/", null)).isEqualTo(new ListPage(List.of(), null));
  }

  @Test
  void aListingIsInTheOrderOfTheNamesBytes() {
    List<String> names =
        List.of(
            "0",
            "A/z",
            "a-b/c",
            "a.b",
            "a/0/1",
            "a/00",
            "a/1/1",
            "a/a-b",
            "a/a/a/a/a",
            "a/a0",
            "a0/b",
            "a_b",
            "b",
            "b-",
            "b0");
    names.reversed().forEach(name -> create(name, name));

    List<ObjectInfo> objects = Listings.objects(store, "");

    assertThat(objects).extracting(ObjectInfo::name).containsExactlyElementsOf(names);
    assertThat(objects).allMatch(object -> object.sizeBytes() == object.name().length());
    assertThat(Listings.names(store, "a"))
        .containsExactlyElementsOf(names.stream().filter(name -> name.startsWith("a")).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 6",
    "ltx, 5",
    "ltx/, 5",
    "ltx/0, 3",
    "ltx/0/, 3",
    "ltx/0/0000, 3",
    "ltx/0/000000000000000a, 2",
    "ltx/0/0000000000000001-0000000000000001.ltx, 1",
    "ltx/0/0000000000000001-0000000000000001.ltx/, 0",
    "ltx/1/, 1",
    "ltx/2/, 0",
    "ltx/9/0, 1",
    "seseragi/writers, 1",
    "s, 1",
    "x/y/z, 0"
  })
  void aPrefixNeedNotEndAtASlash(String prefix, int count) {
    List<String> names =
        List.of(
            SLOT,
            "ltx/0/000000000000000a-000000000000000a.ltx",
            "ltx/0/000000000000000a-000000000000000b.ltx",
            "ltx/1/0000000000000001-000000000000000b.ltx",
            "ltx/9/0000000000000001-000000000000000b.ltx",
            "seseragi/writers/0000000000000001-0000000100000007.json");
    names.forEach(name -> create(name, "x"));

    assertThat(Listings.names(store, prefix))
        .hasSize(count)
        .containsExactlyElementsOf(names.stream().filter(n -> n.startsWith(prefix)).toList());
  }

  @Test
  void thousandsOfObjectsAreListedPageByPageAndDeleted() throws Exception {
    List<String> names =
        LongStream.rangeClosed(1, MANY_OBJECTS)
            .mapToObj("ltx/0/%016x-%<016x.ltx"::formatted)
            .toList();
    List<String> beside = List.of("ltx/1/0000000000000001-00000000000000ff.ltx", "ltx.txt");
    beside.forEach(name -> create(name, name));
    inParallel(CONNECTIONS, MANY_OBJECTS, i -> store.create(names.get(i), text("x"), TIME));

    assertThat(Listings.names(store, "ltx/0/")).containsExactlyElementsOf(names);
    assertThat(Listings.names(store, ""))
        .hasSize(MANY_OBJECTS + 2)
        .isSortedAccordingTo(Comparator.naturalOrder())
        .containsAll(beside);

    // Retention deletes what was listed while others go on listing.
    ListPage first = store.list("ltx/0/", null);
    store.delete(first.objects().stream().map(ObjectInfo::name).toList());
    assertThat(first.next()).as("a page has fewer than %d objects", MANY_OBJECTS).isNotNull();
    assertThat(store.list("ltx/0/", first.next()).objects().getFirst().name())
        .isEqualTo(names.get(first.objects().size()));

    List<String> gone = names.subList(0, MANY_OBJECTS - 1);
    store.delete(gone);
    assertThat(Listings.names(store, "ltx/0/")).containsExactly(names.getLast());
  }

  @Test
  void aListingNeverShowsAPartOfAnObject() throws Exception {
    int count = 60;
    GeneratedBody body = new GeneratedBody(5, 300_000);
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> creator =
          executor.submit(() -> inParallel(4, count, i -> store.create("ltx/0/" + i, body, TIME)));
      boolean isLastRound;
      do {
        isLastRound = creator.isDone();
        for (ObjectInfo object : Listings.objects(store, "")) {
          assertThat(object.sizeBytes()).isEqualTo(body.sizeBytes());
          try (InputStream content = store.read(object.name(), 0, Long.MAX_VALUE)) {
            assertThat(body.isContentOf(content)).isTrue();
          }
        }
      } while (!isLastRound);
      creator.get();
    }
    assertThat(Listings.names(store, "ltx/0/")).hasSize(count);
  }

  // Delete.

  @Test
  void deletingWhatIsMissingIsNoError() {
    create("a/b", "x");

    store.delete(List.of());
    store.delete(List.of("missing", "a", "a/b/c", "x/y/z"));
    assertThat(Listings.names(store, "")).containsExactly("a/b");

    store.delete(List.of("missing", "a/b", "a/b"));
    assertThat(Listings.names(store, "")).isEmpty();
  }

  // Names.

  @Test
  void everyAllowedNameWorks() throws Exception {
    String longPart = "x".repeat(Requests.MAX_PART_BYTES);
    String longName = longPart + "/" + longPart;
    List<String> allowed =
        List.of(
            "-",
            "-rf",
            "..a",
            "...",
            ".hidden",
            "a..b",
            "trailing.",
            "_",
            "A_b-C.d",
            longPart + "/l",
            "ltx/0/5.ltx.tmp",
            "0/1/2/3/4/5/6/7/8/9",
            longName);
    assertThat(longName).hasSizeBetween(Requests.MAX_NAME_BYTES - 1, Requests.MAX_NAME_BYTES);

    allowed.forEach(name -> create(name, name));

    assertThat(Listings.names(store, "")).containsExactlyInAnyOrderElementsOf(allowed);
    for (String name : allowed) {
      assertThat(content(name)).isEqualTo(name);
    }
    store.delete(allowed);
    assertThat(Listings.names(store, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/..",
        "a/../b",
        "a/./b",
        "a b",
        "a~b",
        "ä",
        "a\\b",
        "a:b",
        "a?b",
        "a*",
        "%2e%2e/a",
        "a\nb",
        "a\0b"
      })
  void anyOtherNameIsRefused(String name) {
    List<ThrowingCallable> calls =
        List.of(
            () -> store.create(name, text("x"), TIME),
            () -> store.put(name, text("x"), TIME),
            () -> store.read(name, 0, 1),
            () -> store.stat(name),
            () -> store.delete(List.of("fine", name)));

    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
    assertThat(Listings.names(store, "")).isEmpty();
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    String tooLong = "a/".repeat(Requests.MAX_NAME_BYTES / 2) + "a";
    String tooLongPart = "a".repeat(Requests.MAX_PART_BYTES + 1);

    for (String name : List.of(tooLong, tooLongPart)) {
      assertThatThrownBy(() -> store.create(name, text("x"), TIME))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "../", "a//", "./a", "a/../", "a b"})
  void aPrefixThatNoNameCanHaveIsRefused(String prefix) {
    assertThatThrownBy(() -> store.list(prefix, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(prefix);
  }

  // The client itself.

  @Test
  void afterItsCloseEveryCallSaysSo() {
    create(SLOT, "content");
    store.close();
    store.close();

    List<ThrowingCallable> calls =
        List.of(
            () -> store.create("other", text("x"), TIME),
            () -> store.put("other", text("x"), TIME),
            () -> store.read(SLOT, 0, 1),
            () -> store.stat(SLOT),
            () -> store.list("", null),
            () -> store.delete(List.of(SLOT)));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(StoreClosedException.class)
          .hasMessageContaining(store.describe());
    }
  }

  @Test
  void anInterruptedThreadGetsAnErrorOrItsAnswerAndStaysInterrupted() {
    create(SLOT, "content");
    List<ThrowingCallable> calls =
        List.of(
            () -> store.create("other", text("x"), TIME),
            () -> store.put("other", text("x"), TIME),
            () -> store.stat(SLOT),
            () -> store.list("", null),
            () -> store.delete(List.of("other")));

    for (ThrowingCallable call : calls) {
      Thread.currentThread().interrupt();
      try {
        call.call();
      } catch (Throwable e) {
        assertThat(e).isInstanceOf(StoreException.class);
      }
      assertThat(Thread.interrupted()).as("the interrupt flag is kept").isTrue();
    }
    assertThat(store.stat(SLOT)).as("the store is unharmed").isPresent();
  }

  @Test
  void itDescribesItself() {
    assertThat(store.describe()).contains(":");
    assertThat(store.levelNaming().folder(0)).endsWith("/");
    assertThat(store.capabilities().createsAtomically())
        .as("a store whose creates are not atomic cannot pass this kit")
        .isTrue();
  }

  // Helpers.

  private void create(String name, String content) {
    assertThat(store.create(name, text(content), TIME)).isEqualTo(new PutOutcome.Created());
  }

  private static Body text(String content) {
    return Body.of(content.getBytes(StandardCharsets.US_ASCII));
  }

  private String content(String name) throws IOException {
    return new String(bytes(name), StandardCharsets.US_ASCII);
  }

  private byte[] bytes(String name) throws IOException {
    try (InputStream stream = store.read(name, 0, Long.MAX_VALUE)) {
      return stream.readAllBytes();
    }
  }

  private void readAndClose(String name) throws IOException {
    store.read(name, 0, 1).close();
  }

  private static boolean isContent(GeneratedBody body, byte[] content) {
    try {
      return body.isContentOf(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new AssertionError("reading an array does not fail", e);
    }
  }

  /** One of several tasks that run at once. */
  @FunctionalInterface
  private interface NumberedTask<T> {
    T run(int number) throws Exception;
  }

  /** The results of tasks 0 … count−1, run by some threads. */
  private static <T> List<T> inParallel(int threads, int count, NumberedTask<T> task)
      throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        tasks.add(() -> task.run(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
