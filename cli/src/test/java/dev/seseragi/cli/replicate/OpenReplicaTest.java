package dev.seseragi.cli.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Making a client takes longer than most of what it is asked: a process makes one for a replica.
 */
final class OpenReplicaTest {
  @TempDir Path folder;

  /** Stores in folders, with a list of those that were opened. */
  private final class Provider implements StoreProvider {
    private final List<String> opened = new ArrayList<>();

    @Override
    public String type() {
      return "s3";
    }

    @Override
    public ObjectStore open(StoreAddress address) {
      opened.add(address.url());
      return new DirectoryStore(folder.resolve(address.url().replaceFirst("s3://", "")));
    }
  }

  @Test
  void aProcessOpensEachReplicaOnceAlsoIfItRestoresIt() throws Exception {
    Files.writeString(
        folder.resolve("c.yml"),
        """
        dbs:
          - {path: a.db, replica: {url: "s3://b/a"}}
          - {path: b.db, replica: {url: "s3://b/b"}}
        """);
    for (String name : List.of("a.db", "b.db")) {
      try (TestDatabase app = TestDatabase.create(folder.resolve(name))) {
        app.insert();
      }
    }
    replicate();
    Files.delete(folder.resolve("a.db"));

    Provider provider = replicate("-restore-if-db-not-exists");

    assertThat(provider.opened).containsExactly("s3://b/a", "s3://b/b");
    assertThat(TestDatabase.countRows(folder.resolve("a.db"))).isEqualTo(1);
  }

  private Provider replicate(String... flags) {
    Provider provider = new Provider();
    List<String> words = new ArrayList<>(List.of("replicate", "-once", "-config", "c.yml"));
    words.addAll(List.of(flags));

    Result result = TestCli.in(folder).with(provider).run(words.toArray(String[]::new));

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    return provider;
  }
}
