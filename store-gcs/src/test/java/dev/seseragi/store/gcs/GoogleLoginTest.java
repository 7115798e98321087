package dev.seseragi.store.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.gcs.GcsFault;
import dev.seseragi.testkit.gcs.GcsOperation;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key file of a service account, and the metadata server of a machine. */
final class GoogleLoginTest {
  private static final String TOKEN = "ya29.very-secret-token";

  private final FakeGcs gcs = FakeGcs.start().withBucket(TestStores.BUCKET);
  @TempDir private Path folder;

  @AfterEach
  void close() {
    gcs.close();
  }

  private Path keyFile() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    JsonObject key = new JsonObject();
    key.addProperty("type", "service_account");
    key.addProperty("project_id", "project");
    key.addProperty("private_key_id", "1");
    key.addProperty("private_key", pem);
    key.addProperty("client_email", "replica@project.iam.gserviceaccount.com");
    key.addProperty("client_id", "1");
    key.addProperty("token_uri", gcs.endpoint() + "/token");
    return Files.writeString(folder.resolve("key.json"), key.toString());
  }

  private GcsStore open(Path keyFile) {
    return open(keyFile, TestStores.SHORT);
  }

  private GcsStore open(Path keyFile, RemoteLimits limits) {
    return new GcsStore(
        new GcsSettings(TestStores.BUCKET, "shop/", gcs.endpoint(), false, Optional.of(keyFile)),
        limits);
  }

  @Test
  void aServiceAccountLogsInOnce() throws Exception {
    gcs.requireToken(TOKEN);
    try (GcsStore store = open(keyFile())) {
      for (int i = 0; i < 5; i++) {
        assertThat(store.list("", null).objects()).isEmpty();
      }
    }
    assertThat(gcs.count(GcsOperation.TOKEN)).isEqualTo(1);
  }

  /** Lists without a key file; the environment leads to the metadata server. */
  static final class OnAMachine {
    public static void main(String[] args) {
      GcsSettings settings =
          new GcsSettings(TestStores.BUCKET, "shop/", URI.create(args[0]), false, Optional.empty());
      try (GcsStore store = new GcsStore(settings, RemoteLimits.DEFAULT)) {
        System.out.println(store.list("", null));
      }
    }
  }

  @Test
  void aMachineOfGooglesHasCredentials() throws Exception {
    gcs.requireToken(TOKEN);
    try (ChildProcess machine =
        ChildJvm.running(OnAMachine.class, gcs.endpoint())
            .withEnvironment("GCE_METADATA_HOST", gcs.hostAndPort())
            .withEnvironment("GOOGLE_APPLICATION_CREDENTIALS", "")
            .withEnvironment("CLOUDSDK_CONFIG", folder.toString())
            .start()) {
      machine.awaitLine(Duration.ofSeconds(30), line -> line.startsWith("ListPage[objects=[]"));
      assertThat(machine.awaitExit(Duration.ofSeconds(20))).isZero();
    }
  }

  @Test
  void aMachineWithoutCredentialsIsToldWhatToDo() throws Exception {
    try (ChildProcess machine =
        ChildJvm.running(OnAMachine.class, gcs.endpoint())
            .withEnvironment("NO_GCE_CHECK", "true")
            .withEnvironment("GOOGLE_APPLICATION_CREDENTIALS", "")
            .withEnvironment("CLOUDSDK_CONFIG", folder.toString())
            .start()) {
      assertThat(machine.awaitExit(Duration.ofSeconds(30))).isNotZero();
      Await.until(
          machine::errorOutput,
          Duration.ofSeconds(10),
          () ->
              machine.errorOutput().contains("StoreForbiddenException")
                  && machine.errorOutput().contains("there are no Google credentials here"));
    }
  }

  @Test
  void aBusyTokenEndpointIsAskedAgain() throws Exception {
    gcs.requireToken(TOKEN);
    gcs.fail(GcsOperation.TOKEN, new GcsFault.Reset(), new GcsFault.Reset());
    // The login library waits seconds between its attempts.
    try (GcsStore store = open(keyFile(), RemoteLimits.DEFAULT)) {
      assertThat(store.list("", null).objects()).isEmpty();
    }
  }

  @Test
  void aTokenThatIsNotAcceptedIsNeverShown() throws Exception {
    try (GcsStore store = open(keyFile())) {
      store.list("", null);
      gcs.requireToken("another");

      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS")
          .hasMessageNotContaining("ya29");
    }
  }

  @Test
  void aLoginThatIsRefusedIsHopeless() throws Exception {
    Path key = keyFile();
    GcsFault refused = new GcsFault.Refused(401);
    gcs.fail(GcsOperation.TOKEN, refused, refused, refused, refused, refused, refused);
    try (GcsStore store = open(key)) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("refuses these credentials");
    }
  }

  @Test
  void aMissingKeyFileIsNamed() {
    try (GcsStore store = open(folder.resolve("nowhere.json"))) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS")
          .hasMessageContaining("nowhere.json");
    }
  }

  @Test
  void aFileThatIsNoKeyIsNeverShown() throws Exception {
    Path file = Files.writeString(folder.resolve("key.json"), "{\"password\": \"hunter2\"}");
    try (GcsStore store = open(file)) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS")
          .hasMessageNotContaining("hunter2");
    }
  }
}
