package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.deploy.PlayedCloud.Ended;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy/cloudrun/deploy.sh against a gcloud that is played. */
final class CloudRunScriptTest {
  private static final String RUNS = "serviceAccount:users-api-run@my-project.iam.gserviceaccount";
  private static final String RETAINS =
      "serviceAccount:users-api-retain@my-project.iam.gserviceaccount";

  @TempDir private Path folder;
  private PlayedCloud cloud;

  @BeforeEach
  void play() throws Exception {
    cloud = new PlayedCloud(folder);
  }

  private static void succeeded(Ended ended) {
    assertThat(ended.error()).isEmpty();
    assertThat(ended.exitCode()).isZero();
  }

  private static void failed(Ended ended, String problem, String next) {
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.error()).startsWith("Error: ").contains(problem).contains("Next: " + next);
  }

  @Test
  void theServiceRunsOnceAndItsAccountCannotDelete() throws Exception {
    succeeded(cloud.deploy("setup", "users-api"));
    succeeded(cloud.deploy("build", "users-api"));
    succeeded(cloud.deploy("deploy", "users-api"));

    List<String> changes = cloud.changes();
    assertThat(changes)
        .anyMatch(call ->
            call.startsWith("storage buckets create gs://my-project-users-api --location=europe-w")
                && call.contains("--uniform-bucket-level-access --public-access-prevention")
                && call.contains("--soft-delete-duration=7d"));
    assertThat(rolesOf(RUNS, changes))
        .containsExactlyInAnyOrder("roles/storage.objectViewer", "roles/storage.objectCreator");
    assertThat(rolesOf(RETAINS, changes))
        .containsExactlyInAnyOrder("roles/storage.objectUser", "roles/run.invoker");
    assertThat(changes).noneMatch(call -> call.matches(".*roles/(owner|editor|.*admin).*"));
    assertThat(changes)
        .anyMatch(call ->
            call.startsWith("storage buckets update gs://my-project-users-api --lifecycle-file=")
                && call.contains("/deploy/cloudrun/lifecycle.json"));
    assertThat(only("run deploy ", changes))
        .contains("--max-instances=1 --min-instances=0")
        .contains("--service-account=users-api-run@my-project.iam.gserviceaccount.com")
        .contains("--image=europe-west3-docker.pkg.dev/my-project/users-api/users-api:v1")
        .contains("--execution-environment=gen2")
        .contains("--startup-probe=httpGet.path=/readyz,")
        .contains("--liveness-probe=httpGet.path=/healthz,")
        .contains("SESERAGI_REPLICA_URL=gs://my-project-users-api/users-api,SESERAGI_MODE=durable")
        .contains("--cpu-throttling --no-allow-unauthenticated");
    assertThat(only("run jobs deploy ", changes))
        .contains("--service-account=users-api-retain@my-project.iam.gserviceaccount.com")
        .contains("--args=retain,gs://my-project-users-api/users-api");
  }

  private static List<String> rolesOf(String member, List<String> changes) {
    return changes.stream()
        .filter(call -> call.contains("add-iam-policy-binding") && call.contains(member))
        .map(call -> call.replaceAll(".*--role=(\\S+).*", "$1"))
        .toList();
  }

  private static String only(String start, List<String> changes) {
    List<String> found = changes.stream().filter(call -> call.startsWith(start)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void whatIsRepeatedChangesNothing() throws Exception {
    String all =
        "for step in setup build deploy; do deploy/cloudrun/deploy.sh $step users-api; done";
    succeeded(cloud.run(all, ""));
    assertThat(cloud.changes()).hasSizeGreaterThan(15);

    succeeded(cloud.run(all, ""));
    assertThat(cloud.changes()).isEmpty();

    succeeded(cloud.deploy("deploy", "users-api", "--again"));
    assertThat(cloud.changes()).hasSize(2);
  }

  @Test
  void aChangedSettingIsDeployed() throws Exception {
    succeeded(
        cloud.run(
            """
            for step in setup build deploy; do deploy/cloudrun/deploy.sh $step users-api; done
            """,
            ""));
    cloud.changes();

    succeeded(
        cloud.with("SESERAGI_MODE", "async").with("PUBLIC", "yes").deploy("deploy", "users-api"));

    List<String> changes = cloud.changes();
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst())
        .contains("SESERAGI_MODE=async")
        .contains("--no-cpu-throttling --allow-unauthenticated");
  }

  @Test
  void pinsGoToTheSecretManagerAndNowhereElse() throws Exception {
    failed(cloud.deploy("setup", "pos"), "POS_PIN_ADMIN is not set", "export POS_PIN_ADMIN");

    succeeded(cloud.with("POS_PIN_ADMIN", "739182").deploy("setup", "pos"));
    succeeded(cloud.without("POS_PIN_ADMIN").deploy("setup", "pos"));
    succeeded(cloud.deploy("build", "pos"));
    succeeded(cloud.deploy("deploy", "pos"));

    assertThat(cloud.read("secret-pos-pin-admin")).isEqualTo("739182");
    assertThat(cloud.read("secret-pos-session-secret")).hasSizeGreaterThan(40);
    assertThat(cloud.calls()).noneMatch(call -> call.contains("739182"));
    assertThat(only("run deploy ", cloud.changes()))
        .contains(
            "--set-secrets=POS_PIN_ADMIN=pos-pin-admin:latest,"
                + "POS_SESSION_SECRET=pos-session-secret:latest")
        .contains("--timeout=3600");
  }

  @Test
  void theVariablesOfLitestreamAndOfTheProductNameTheBucket() throws Exception {
    succeeded(cloud.with("LITESTREAM_BUCKET", "older").deploy("setup", "users-api"));
    assertThat(cloud.changes()).anyMatch(call -> call.contains("buckets create gs://older "));

    cloud.with("SESERAGI_REPLICA_URL", "gs://backup/a/b");
    succeeded(
        cloud.run(
            "for step in setup build deploy; do deploy/cloudrun/deploy.sh $step users-api; done",
            ""));
    assertThat(cloud.changes())
        .anyMatch(call -> call.contains("buckets create gs://backup "))
        .anyMatch(call -> call.contains("--args=retain,gs://backup/a/b"));

    failed(
        cloud.with("SESERAGI_REPLICA_URL", "s3://backup/a").deploy("setup", "users-api"),
        "SESERAGI_REPLICA_URL: expected gs://BUCKET/PREFIX, found \"s3://backup/a\"",
        "name the bucket");
  }

  @Test
  void onlyUnfinishedUploadsGoByAge() throws Exception {
    List<String> actions =
        TextFile.at("deploy/cloudrun/lifecycle.json").found("\"type\": \"(\\w+)\"");
    assertThat(actions).containsExactly("AbortIncompleteMultipartUpload");
  }

  @Test
  void aBucketThatDeletesByAgeIsRefused() throws Exception {
    succeeded(cloud.deploy("setup", "users-api"));
    cloud.write("there/rules gs___my-project-users-api", "AbortIncompleteMultipartUpload;Delete\n");

    failed(
        cloud.deploy("setup", "users-api"),
        "a lifecycle rule of gs://my-project-users-api deletes objects",
        "gcloud storage buckets update gs://my-project-users-api --lifecycle-file=");
  }

  @Test
  void anOpenBucketIsRefused() throws Exception {
    failed(
        cloud.write("access", "True inherited\n").deploy("setup", "users-api"),
        "not closed to the public",
        "gcloud storage buckets update gs://my-project-users-api --uniform-bucket-level-access");
  }

  @Test
  void whatCouldNotBeLookedAtIsNotCreated() throws Exception {
    cloud.write(
        "failures",
        "storage buckets describe*|9|(gcloud.storage.buckets.describe) HTTPError 403: me@example.com"
            + " does not have storage.buckets.get access, or it may not exist\n");

    failed(cloud.deploy("setup", "users-api"), "storage.buckets.get", "me@example.com may not");
    assertThat(cloud.changes()).noneMatch(call -> call.contains("create"));
  }

  @Test
  void anAccountThatIsNotKnownEverywhereYetIsWaitedFor() throws Exception {
    String unknown = "INVALID_ARGUMENT: Service account users-api-run does not exist.\n";
    cloud.write("failures", "storage buckets add-iam-policy-binding*|5|" + unknown);
    succeeded(cloud.deploy("setup", "users-api"));

    PlayedCloud never = new PlayedCloud(folder.resolve("never"));
    never.write("failures", "storage buckets add-iam-policy-binding*|6|" + unknown);
    failed(never.deploy("setup", "users-api"), "does not exist", "repeat the command");
  }

  @Test
  void errorsSayWhatToDo() throws Exception {
    failed(
        cloud.deploy("deploy", "users-api"),
        "there is no image",
        "deploy/cloudrun/deploy.sh build");
    failed(cloud.deploy("destroy", "users-api"), "unknown command \"destroy\"", "deploy/cloudrun");
    failed(cloud.deploy("setup", "shop"), "expected users-api or pos, found \"shop\"", "deploy/");
    failed(cloud.deploy("setup", "users-api", "--force"), "setup knows no \"--force\"", "deploy/");
    cloud.write(
        "failures",
        "services enable*|1|FAILED_PRECONDITION: Billing account for project '12' is not found.\n");
    failed(
        cloud.deploy("setup", "users-api"),
        "Billing account",
        "link a billing account: https://console.cloud.google.com/billing/linkedaccount?project=my-");
    cloud.write("failures", "services list*|1|(gcloud.services.list) SERVICE_DISABLED: x\n");
    failed(
        cloud.deploy("setup", "users-api"), "SERVICE_DISABLED", "deploy/cloudrun/deploy.sh setup");
    failed(cloud.without("REGION").deploy("setup", "users-api"), "no region", "export REGION=");
    failed(
        cloud.write("project", "").deploy("setup", "users-api"), "no project", "gcloud projects");
    failed(cloud.write("account", "").deploy("setup", "users-api"), "nobody", "gcloud auth login");
  }

  @Test
  void withoutGcloudItSaysWhereItIsToBeHad() throws Exception {
    Ended ended =
        cloud.run(
            """
            mkdir "$STUB/few"
            for tool in bash dirname; do
              printf '#!/bin/sh\\nexec %s "$@"\\n' "$(command -v $tool)" >"$STUB/few/$tool"
              chmod +x "$STUB/few/$tool"
            done
            PATH=$STUB/few deploy/cloudrun/deploy.sh setup users-api
            """,
            "");
    failed(ended, "there is no gcloud here", "install the Google Cloud CLI: https://");
  }

  @Test
  void aTearDownAsksAndKeepsTheBucket() throws Exception {
    succeeded(
        cloud.run(
            "for step in setup build deploy; do deploy/cloudrun/deploy.sh $step users-api; done",
            ""));
    cloud.changes();
    String command = "deploy/cloudrun/deploy.sh teardown users-api";

    failed(cloud.run(command, "yes\n"), "nothing was removed", "repeat the command");
    assertThat(cloud.changes()).isEmpty();

    Ended ended = cloud.run(command, "users-api\n");
    succeeded(ended);
    assertThat(ended.output()).contains("kept       gs://my-project-users-api");
    assertThat(cloud.changes())
        .hasSize(8)
        .noneMatch(call -> call.endsWith("gs://my-project-users-api"));

    failed(cloud.run(command + " --with-bucket", "users-api\nno\n"), "nothing was removed", "rep");
    assertThat(cloud.changes()).isEmpty();
    succeeded(cloud.run(command + " --with-bucket", "users-api\nmy-project-users-api\n"));
    assertThat(cloud.changes())
        .hasSize(1)
        .allMatch(call -> call.startsWith("storage rm --recursive gs://my-project-users-api "));
  }
}
