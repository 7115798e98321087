package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.testkit.azure.Azurite;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command with replicas in Azure Blob Storage, as docs/stores/azure.md has them. */
final class AzureTest {
  private static final String CONTAINER = "replicas";
  private static @Nullable Azurite azurite;

  @TempDir Path folder;
  private TestCli cli;

  @BeforeAll
  static void start() {
    azurite = Azurite.start().orElseGet(() -> abort(Azurite.MISSING));
    azurite.createContainer(CONTAINER);
  }

  @AfterAll
  static void stop() {
    if (azurite != null) {
      azurite.close();
    }
  }

  private static URI server() {
    return Objects.requireNonNull(azurite).uri();
  }

  @BeforeEach
  void setUp() {
    cli = TestCli.in(folder).with("LITESTREAM_AZURE_ACCOUNT_KEY", Azurite.ACCOUNT_KEY);
  }

  static List<String> examples() throws IOException {
    return ThereAndBack.examples("azure.md");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesOfThePageWork(String example) throws Exception {
    assertThat(example).contains("shopaccount", CONTAINER, "shop");
    cli.with("AZURE_KEY", Azurite.ACCOUNT_KEY);

    new ThereAndBack(cli)
        .assertWorks(
            "endpoint: %s\n".formatted(Azurite.endpoint(server()))
                + example
                    .replace("shopaccount", Azurite.ACCOUNT)
                    .replace("/shop\n", "/%s\n".formatted(folder.getFileName()))
                    .replace("path: shop\n", "path: %s\n".formatted(folder.getFileName())));
  }

  static List<Fixture> whatLitestreamWrote() {
    return UploadedFixtures.all();
  }

  @ParameterizedTest
  @MethodSource
  void whatLitestreamWrote(Fixture fixture) throws IOException {
    fixtures("newest").assertNewestIsRestored(fixture);
  }

  @Test
  void everyPointInTimeIsFound() throws IOException {
    fixtures("points").assertEveryPointIsRestored(Fixtures.named("levels"));
  }

  private UploadedFixtures fixtures(String prefix) {
    return new UploadedFixtures(
        cli,
        name ->
            "{type: abs, account-name: %s, bucket: %s, endpoint: \"%s\", path: %s}"
                .formatted(
                    Azurite.ACCOUNT, CONTAINER, Azurite.endpoint(server()), prefix + "/" + name));
  }

  @Test
  void anEmptyReplicaIsProvenOneAndNothingElseIs() throws IOException {
    assertThat(restoreIfThere(server(), CONTAINER))
        .isEqualTo(new Result(0, "no matching backups found\n", ""));
    assertCouldNotLook(restoreIfThere(server(), "nowhere"), "there is no container nowhere");
    List<WireFault> faults =
        List.of(
            WireFault.Answer.status(503),
            WireFault.Answer.status(404),
            new WireFault.CutAnswer(100),
            new WireFault.ShortenAnswer(100),
            new WireFault.Answer(200, Map.of(), ""));
    for (WireFault fault : faults) {
      try (WireProxy proxy = WireProxy.to(server())) {
        proxy.always(request -> true, fault);
        assertCouldNotLook(restoreIfThere(proxy.uri(), CONTAINER), "cannot list");
      }
    }
  }

  @Test
  void aWrongKeyIsAnErrorThatDoesNotShowIt() throws IOException {
    cli.with("LITESTREAM_AZURE_ACCOUNT_KEY", "bm90LXRoZS1rZXk=");

    Result result = restoreIfThere(server(), CONTAINER);

    assertCouldNotLook(result, "403");
    assertThat(result.err()).contains("account-key").doesNotContain("bm90LXRoZS1rZXk=");
  }

  private static void assertCouldNotLook(Result result, String reason) {
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
    assertThat(result.err()).contains(reason).doesNotContain(Azurite.ACCOUNT_KEY);
  }

  private Result restoreIfThere(URI server, String container) throws IOException {
    Files.writeString(
        folder.resolve("c.yml"),
        """
        endpoint: %s
        dbs:
          - path: shop.db
            replica: {url: "abs://%s@%s/nothing-here"}
        """
            .formatted(Azurite.endpoint(server), Azurite.ACCOUNT, container));
    return cli.run("restore", "-if-replica-exists", "-config", "c.yml", "-o", "out.db", "shop.db");
  }
}
