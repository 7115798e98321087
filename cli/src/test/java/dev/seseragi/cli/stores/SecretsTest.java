package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.cli.replicate.TestDatabase;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No output of any command shows a key, a password or a token: neither when all is well nor else.
 */
class SecretsTest {
  private static final String MARK = "MaRkEdSeCrEtOfThisTest";

  /** Every command that has to do with a replica, as text and as JSON, where it has both. */
  private static final List<String> COMMANDS =
      List.of(
          "databases",
          "databases -json",
          "replicate -once -log-level trace",
          "replicate -once -force-snapshot -enforce-retention",
          "replicate -once -restore-if-db-not-exists",
          "status",
          "status -json",
          "ltx -level all",
          "ltx -json",
          "doctor",
          "doctor -json",
          "restore -o out.db -force",
          "restore -o out.db -force -json -integrity-check quick",
          "restore -o out.db -dry-run",
          "restore -o out.db -dry-run -json",
          "restore -o none.db -if-replica-exists",
          "verify",
          "verify -json",
          "retain -dry-run",
          "retain -json",
          "reset -dry-run");

  /** Commands that take no database, or the one of the configuration. */
  private static final List<String> WITHOUT_DATABASE = List.of("databases", "replicate", "status");

  @TempDir Path folder;

  @BeforeEach
  void createDatabase() throws Exception {
    try (TestDatabase database = TestDatabase.create(folder.resolve("a.db"))) {
      database.insert();
    }
  }

  private void configure(String replica) throws IOException {
    Files.writeString(
        folder.resolve("c.yml"),
        "logging: {level: trace}\ndbs:\n  - path: a.db\n    replica:\n"
            + replica.indent(6).stripTrailing()
            + "\n");
  }

  private static Result run(TestCli cli, String command) {
    String name = command.replaceFirst(" .*", "");
    String database = WITHOUT_DATABASE.contains(name) ? "" : " a.db";
    String words = name + " -config c.yml" + command.substring(name.length()) + database;
    return cli.run(words.split(" ", -1));
  }

  private static void assertSilent(Result result, String command, String... secrets) {
    assertThat(result.out() + result.err())
        .as(command)
        .isNotEmpty()
        .doesNotContainIgnoringCase(secrets);
  }

  @Test
  void s3KeysAreShownByNoCommand() throws Exception {
    try (S3TestServer server = S3TestServer.inMemory();
        WireProxy proxy = WireProxy.to(server.uri())) {
      configure(
          """
          type: s3
          bucket: %s
          path: x
          endpoint: %s
          access-key-id: %s
          secret-access-key: $SECRET
          """
              .formatted(S3TestServer.BUCKET, proxy.uri(), S3TestServer.ACCESS_KEY_ID));
      String right = S3TestServer.SECRET_ACCESS_KEY;
      for (String command : COMMANDS) {
        Result result = run(TestCli.in(folder).with("SECRET", right), command);
        assertThat(result.exitCode()).as("%s: %s", command, result).isZero();
        assertSilent(result, command, right);
      }
      for (String command : List.of("doctor", "ltx", "restore -o out.db -force", "verify")) {
        assertSilent(run(TestCli.in(folder).with("SECRET", MARK), command), command, MARK);
      }
      proxy.always(request -> true, new WireFault.Answer(200, Map.of(), "<x>"));
      for (String command : List.of("doctor", "restore -o out.db -force")) {
        Result result = run(TestCli.in(folder).with("SECRET", right), command);
        assertSilent(result, command, right, "Signature=");
      }
    }
  }

  @Test
  void variablesOfAwsAreShownByNoCommand() throws Exception {
    try (S3TestServer server = S3TestServer.inMemory()) {
      configure("url: \"%s\"".formatted(server.replicaUrl("x")));
      TestCli cli =
          TestCli.in(folder)
              .with("AWS_ACCESS_KEY_ID", S3TestServer.ACCESS_KEY_ID)
              .with("AWS_SECRET_ACCESS_KEY", MARK)
              .with("AWS_SESSION_TOKEN", MARK + "-token");
      for (String command : List.of("databases", "status", "doctor", "ltx", "verify")) {
        assertSilent(run(cli, command), command, MARK);
      }
    }
  }

  @Test
  void aServiceAccountsKeyIsShownByNoCommand() throws Exception {
    String key = privateKey();
    configure("url: gs://my-replicas/x");
    // Where the login is answered with nonsense, with a refusal, and not at all; and a broken key.
    try (S3TestServer any = S3TestServer.inMemory();
        WireProxy proxy = WireProxy.to(any.uri())) {
      proxy.always(
          request -> request.target().startsWith("/nonsense"),
          new WireFault.Answer(200, Map.of(), "{\"access_token\": 7"));
      for (String place : List.of("/nonsense", "/refusal")) {
        assertKeyIsNotShown(key, proxy.uri() + place);
      }
      assertKeyIsNotShown(MARK, proxy.uri() + "/refusal");
    }
  }

  private void assertKeyIsNotShown(String key, String tokenUri) throws IOException {
    Path file = folder.resolve("key.json");
    Files.writeString(
        file,
        """
        {"type": "service_account", "project_id": "p", "private_key_id": "1", "client_id": "1",
         "client_email": "replica@p.iam.gserviceaccount.com", "token_uri": "%s",
         "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
        """
            .formatted(tokenUri, key));
    TestCli cli = TestCli.in(folder).with("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    for (String command :
        List.of("databases", "status", "doctor", "ltx", "restore -o out.db -force", "verify")) {
      Result result = run(cli, command);
      assertSilent(result, command, key.substring(0, 20), "assertion=");
    }
  }

  private static String privateKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return Base64.getEncoder()
        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
  }

  /** What stands beside a secret is wrong, or the secret itself has the wrong form. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: s3\nbucket: b\npath: x\nsecret-acces-key: MARK",
        "type: s3\nbucket: b\npath: x\nsecret-access-key: MARK",
        "type: s3\nbucket: b\npath: x\naccess-key-id: k\nsecret-access-key: [MARK]",
        "type: s3\nbucket: b\npath: x\naccess-key-id: k\nsecret-access-key: {MARK: 1}",
        "type: s3\nbucket: b\npath: x\naccess-key-id: k\nsecret-access-key: \"MARK",
        "type: s3\nbucket: b\npath: x\naccess-key-id: k\nsecret-access-key: MARK: x",
        "type: s3\nbucket: b\npath: x\nsse-customer-key: MARK!",
        "type: s3\nbucket: b\npath: x\nendpoint: https://user:MARK@localhost",
        "url: s3://b/x?secretAccessKey=MARK",
        "url: s3://user:MARK@b/x",
        "url: s3://user:MA@MARK@b/x?nonsense=MARK",
        "url: gs://b/x?key=MARK",
        "url: gs://user:MARK@b/x",
        "url: s3//user:MARK@b/x",
        "url: s4://user:MARK@b/x",
      })
  void aMistakeBesideASecretDoesNotShowIt(String replica) throws Exception {
    configure(replica.replace("MARK", MARK));
    TestCli cli =
        TestCli.in(folder)
            .with("AWS_ACCESS_KEY_ID", "k")
            .with("AWS_SECRET_ACCESS_KEY", MARK)
            .with("STORAGE_EMULATOR_HOST", "http://user:" + MARK + "@127.0.0.1:1");

    for (String command : List.of("databases", "databases -json", "status", "ltx")) {
      assertSilent(run(cli, command), command, MARK);
    }
    assertThat(run(cli, "ltx").exitCode()).isEqualTo(1);
  }
}
