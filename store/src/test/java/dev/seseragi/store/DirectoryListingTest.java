package dev.seseragi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;

/** Any tree, in pages of any size, is listed as if all its names were sorted at once. */
final class DirectoryListingTest {
  private static final int LONGEST_NAME = 12;

  private Path root = Path.of("");

  @BeforeTry
  void makeTheRoot() throws IOException {
    root = Files.createTempDirectory("listing");
  }

  @AfterTry
  void removeTheRoot() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  @Property(tries = 150)
  void pagesAreTheSortedNames(
      @ForAll("names") Set<String> names,
      @ForAll("prefixes") String prefix,
      @ForAll @IntRange(min = 1, max = 6) int pageObjects,
      @ForAll @IntRange(min = LONGEST_NAME + 2, max = LONGEST_NAME + 20) int pendingNames)
      throws IOException {
    List<String> expected =
        make(names).stream().filter(name -> name.startsWith(prefix)).sorted().toList();

    var limits = new DirectoryListing.Limits(pageObjects, pendingNames);
    assertThat(list(prefix, limits, expected.size() + names.size() + 2)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<Set<String>> names() {
    return Arbitraries.strings()
        .withChars("a-./0z")
        .ofMinLength(1)
        .ofMaxLength(LONGEST_NAME)
        .filter(Requests::isName)
        .set()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<String> prefixes() {
    return Arbitraries.of("", "", "a", "a/", "a/a", "a-", "0/", "z/0", "a/a/");
  }

  /** Makes files, save those whose place is taken by a folder or whose folder by a file. */
  private Set<String> make(Set<String> names) throws IOException {
    Set<String> made = new TreeSet<>();
    for (String name : names) {
      Path file = root.resolve(name);
      try {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        made.add(name);
      } catch (FileSystemException e) {
        // Two names of which one would be a folder: no store has both.
      }
    }
    return made;
  }

  private List<String> list(String prefix, DirectoryListing.Limits limits, int mostPages)
      throws IOException {
    DirectoryFolders folders =
        new DirectoryFolders(root, InstantSource.system(), new SplittableRandom(1));
    List<String> names = new ArrayList<>();
    @Nullable String continuation = null;
    int pages = 0;
    do {
      ListPage page =
          new DirectoryListing(folders, new DirectoryLook(root), limits, prefix, continuation)
              .page();
      assertThat(page.objects()).hasSizeLessThanOrEqualTo(limits.pageObjects());
      page.objects().forEach(object -> names.add(object.name()));
      continuation = page.next();
      assertThat(++pages).as("each page makes progress").isLessThanOrEqualTo(mostPages);
    } while (continuation != null);
    return names;
  }
}
