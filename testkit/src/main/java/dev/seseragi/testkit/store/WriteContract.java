package dev.seseragi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store must do with creates and puts. */
interface WriteContract extends StoreUnderTest {
  int RACERS = 8;
  int RACES = 60;
  int RACE_BYTES = 5_000;

  // Create.

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4097, 6 << 20, 20 << 20})
  default void aCreatedObjectHasExactlyItsBytes(int sizeBytes) throws Exception {
    GeneratedBody body = new GeneratedBody(sizeBytes, sizeBytes);

    assertThat(store().create(SLOT, body, TIME)).isEqualTo(new PutOutcome.Created());

    assertThat(store().stat(SLOT)).contains(new ObjectInfo(SLOT, sizeBytes, kept(TIME)));
    try (InputStream content = store().read(SLOT, 0, Long.MAX_VALUE)) {
      assertThat(body.isContentOf(content)).isTrue();
    }
  }

  @Test
  default void aTakenNameKeepsItsFirstContent() throws Exception {
    create(SLOT, "first");

    assertThat(store().create(SLOT, StoreUnderTest.text("second"), LATER))
        .isEqualTo(new PutOutcome.Taken());
    assertThat(store().create(SLOT, StoreUnderTest.text("first"), TIME))
        .isEqualTo(new PutOutcome.Taken());

    assertThat(content(SLOT)).isEqualTo("first");
    assertThat(store().stat(SLOT)).contains(new ObjectInfo(SLOT, 5, kept(TIME)));
  }

  @Test
  default void whatOneClientCreatesAnotherSeesAtOnce() throws Exception {
    ObjectStore other = anotherClient();

    create(SLOT, "here");

    assertThat(other.stat(SLOT)).isPresent();
    assertThat(Listings.names(other, "")).containsExactly(SLOT);
    assertThat(other.create(SLOT, StoreUnderTest.text("mine"), TIME))
        .isEqualTo(new PutOutcome.Taken());
    other.delete(List.of(SLOT));
    assertThat(store().stat(SLOT)).isEmpty();
  }

  @Test
  default void ofRacingCreatesExactlyOneWins() throws Exception {
    ObjectStore other = anotherClient();
    for (int race = 0; race < RACES; race++) {
      String name = "race/" + race;
      CyclicBarrier sent = new CyclicBarrier(RACERS);
      List<PutOutcome> outcomes =
          StoreUnderTest.inParallel(
              RACERS,
              RACERS,
              racer -> {
                Body body = new RacingBody(new GeneratedBody(racer, RACE_BYTES), sent);
                return (racer % 2 == 0 ? store() : other).create(name, body, TIME);
              });

      assertThat(outcomes).containsOnlyOnce(new PutOutcome.Created());
      assertThat(outcomes)
          .allMatch(it -> it instanceof PutOutcome.Created || it instanceof PutOutcome.Taken);
      int winner = outcomes.indexOf(new PutOutcome.Created());
      try (InputStream content = store().read(name, 0, Long.MAX_VALUE)) {
        assertThat(new GeneratedBody(winner, RACE_BYTES).isContentOf(content)).isTrue();
      }
    }
  }

  @Test
  default void aDeletedNameIsFreeAgain() throws Exception {
    create(SLOT, "first");
    store().delete(List.of(SLOT));

    create(SLOT, "second");

    assertThat(content(SLOT)).isEqualTo("second");
  }

  @Test
  default void aCreateLeavesWhatAPutWrote() throws Exception {
    store().put(SLOT, StoreUnderTest.text("put"), TIME);

    assertThat(store().create(SLOT, StoreUnderTest.text("created"), LATER))
        .isEqualTo(new PutOutcome.Taken());

    assertThat(content(SLOT)).isEqualTo("put");
  }

  @ParameterizedTest
  @CsvSource({"100000, 99999", "100000, 100001", "100000, 0", "0, 1"})
  default void aBodyOfAnotherSizeThanItSaysMakesNoObject(long said, long actual) {
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
  default void aBodyThatCannotBeReadMakesNoObject() {
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
      assertThat(store().create(SLOT, body, TIME)).isInstanceOf(PutOutcome.Unknown.class);
    } catch (StoreException expected) {
      assertThat(expected).hasMessageContaining(SLOT);
    }
    assertThatThrownBy(() -> store().put(SLOT, body, TIME)).isInstanceOf(StoreException.class);
    assertThat(Listings.names(store(), "")).isEmpty();
    create(SLOT, "the name is free");
  }

  // Put.

  @Test
  default void aPutWritesOver() throws Exception {
    store().put("config", StoreUnderTest.text("first"), TIME);
    assertThat(content("config")).isEqualTo("first");

    store().put("config", StoreUnderTest.text("2nd"), LATER);

    assertThat(content("config")).isEqualTo("2nd");
    assertThat(store().stat("config")).contains(new ObjectInfo("config", 3, kept(LATER)));
    assertThat(Listings.names(store(), "")).containsExactly("config");
  }

  @Test
  default void readersSeeOldOrNewContentAndNeverAMix() throws Exception {
    int sizeBytes = 300_000;
    store().put("config", new GeneratedBody(0, sizeBytes), TIME);
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> writer =
          executor.submit(() -> {
            for (int i = 1; i <= 30; i++) {
              store().put("config", new GeneratedBody(i, sizeBytes), TIME);
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

  private static boolean isContent(GeneratedBody body, byte[] content) {
    try {
      return body.isContentOf(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new AssertionError("reading an array does not fail", e);
    }
  }
}
