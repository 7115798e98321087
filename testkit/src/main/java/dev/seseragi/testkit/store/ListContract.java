package dev.seseragi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every store must do with listings and deletes. */
interface ListContract extends StoreUnderTest {
  int MANY_OBJECTS = 2_500;
  int CONNECTIONS = 16;

  // List.

  @Test
  default void nothingIsListedAsAnEmptyPage() {
    assertThat(store().list("", null)).isEqualTo(new ListPage(List.of(), null));
    assertThat(store().list("ltx/0/", null)).isEqualTo(new ListPage(List.of(), null));
  }

  @Test
  default void aListingIsInTheOrderOfTheNamesBytes() {
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

    List<ObjectInfo> objects = Listings.objects(store(), "");

    assertThat(objects).extracting(ObjectInfo::name).containsExactlyElementsOf(names);
    assertThat(objects).allMatch(object -> object.sizeBytes() == object.name().length());
    assertThat(Listings.names(store(), "a"))
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
  default void aPrefixNeedNotEndAtASlash(String prefix, int count) {
    List<String> names =
        List.of(
            SLOT,
            "ltx/0/000000000000000a-000000000000000a.ltx",
            "ltx/0/000000000000000a-000000000000000b.ltx",
            "ltx/1/0000000000000001-000000000000000b.ltx",
            "ltx/9/0000000000000001-000000000000000b.ltx",
            "seseragi/writers/0000000000000001-0000000100000007.json");
    names.forEach(name -> create(name, "x"));

    assertThat(Listings.names(store(), prefix))
        .hasSize(count)
        .containsExactlyElementsOf(names.stream().filter(n -> n.startsWith(prefix)).toList());
  }

  @Test
  default void thousandsOfObjectsAreListedPageByPageAndDeleted() throws Exception {
    List<String> names =
        LongStream.rangeClosed(1, MANY_OBJECTS)
            .mapToObj("ltx/0/%016x-%<016x.ltx"::formatted)
            .toList();
    List<String> beside = List.of("ltx/1/0000000000000001-00000000000000ff.ltx", "ltx.txt");
    beside.forEach(name -> create(name, name));
    StoreUnderTest.inParallel(
        CONNECTIONS,
        MANY_OBJECTS,
        i -> store().create(names.get(i), StoreUnderTest.text("x"), TIME));

    assertThat(Listings.names(store(), "ltx/0/")).containsExactlyElementsOf(names);
    assertThat(Listings.names(store(), ""))
        .hasSize(MANY_OBJECTS + 2)
        .isSortedAccordingTo(Comparator.naturalOrder())
        .containsAll(beside);

    // Retention deletes what was listed while others go on listing.
    ListPage first = store().list("ltx/0/", null);
    store().delete(first.objects().stream().map(ObjectInfo::name).toList());
    assertThat(first.next()).as("a page has fewer than %d objects", MANY_OBJECTS).isNotNull();
    assertThat(store().list("ltx/0/", first.next()).objects().getFirst().name())
        .isEqualTo(names.get(first.objects().size()));

    List<String> gone = names.subList(0, MANY_OBJECTS - 1);
    store().delete(gone);
    assertThat(Listings.names(store(), "ltx/0/")).containsExactly(names.getLast());
  }

  @Test
  default void aListingNeverShowsAPartOfAnObject() throws Exception {
    int count = 60;
    GeneratedBody body = new GeneratedBody(5, 300_000);
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> creator =
          executor.submit(() ->
              StoreUnderTest.inParallel(4, count, i -> store().create("ltx/0/" + i, body, TIME)));
      boolean isLastRound;
      do {
        isLastRound = creator.isDone();
        for (ObjectInfo object : Listings.objects(store(), "")) {
          assertThat(object.sizeBytes()).isEqualTo(body.sizeBytes());
          try (InputStream content = store().read(object.name(), 0, Long.MAX_VALUE)) {
            assertThat(body.isContentOf(content)).isTrue();
          }
        }
      } while (!isLastRound);
      creator.get();
    }
    assertThat(Listings.names(store(), "ltx/0/")).hasSize(count);
  }

  // Delete.

  @Test
  default void deletingWhatIsMissingIsNoError() {
    create("a/b", "x");

    store().delete(List.of());
    store().delete(List.of("missing", "a", "a/b/c", "x/y/z"));
    assertThat(Listings.names(store(), "")).containsExactly("a/b");

    store().delete(List.of("missing", "a/b", "a/b"));
    assertThat(Listings.names(store(), "")).isEmpty();
  }
}
