package dev.seseragi.store.gcs;

import static dev.seseragi.testkit.gcs.GcsOperation.DELETE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Body;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.gcs.GcsPermission;
import dev.seseragi.testkit.store.GeneratedBody;
import dev.seseragi.testkit.store.Listings;
import java.io.InputStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the permissions of an account allow, and what is said where they do not. */
final class GcsRolesTest {
  private static final String NAME = "ltx/0/0000000000000001-0000000000000001.ltx";
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");

  private FakeGcs gcs;
  private GcsStore store;

  @BeforeEach
  void open() {
    gcs = FakeGcs.start().withBucket(TestStores.BUCKET);
    store = TestStores.open(gcs, TestStores.SHORT);
  }

  @AfterEach
  void close() {
    store.close();
    gcs.close();
  }

  private PutOutcome create(String content) {
    return store.create(NAME, Body.of(content.getBytes(US_ASCII)), TIME);
  }

  @Test
  void createOnlyRolesAreEnoughToReplicateAndRestore() throws Exception {
    gcs.allow(GcsPermission.createOnly());

    assertThat(create("content")).isEqualTo(new PutOutcome.Created());
    store.put("config", Body.of(new byte[1]), TIME);

    assertThat(Listings.names(store, "")).containsExactly("config", NAME);
    assertThat(store.stat(NAME)).isPresent();
    try (InputStream in = store.read(NAME, 0, 7)) {
      assertThat(in.readAllBytes()).isEqualTo("content".getBytes(US_ASCII));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withCreateOnlyRolesATakenNameIsTaken(boolean permissionsFirst) throws Exception {
    create("first");
    gcs.allow(GcsPermission.createOnly());
    if (permissionsFirst) {
      gcs.checkPermissionsFirst();
    }

    assertThat(create("second")).isEqualTo(new PutOutcome.Taken());
    GeneratedBody large = new GeneratedBody(1, ResumableUpload.CHUNK_BYTES + 1);
    assertThat(store.create(NAME, large, TIME)).isEqualTo(new PutOutcome.Taken());
    assertThat(gcs.content(TestStores.BUCKET, "shop/" + NAME)).hasSize(5);
  }

  @Test
  void withCreateOnlyRolesNothingIsWrittenOver() {
    create("content");
    gcs.allow(GcsPermission.createOnly());

    assertThatThrownBy(() -> store.put(NAME, Body.of(new byte[1]), TIME))
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining("storage.objects.delete")
        .hasMessageContaining("writing over")
        .hasMessageContaining("roles/storage.objectUser");
  }

  @Test
  void withCreateOnlyRolesOneRequestShowsThatNothingIsDeleted() {
    create("content");
    gcs.allow(GcsPermission.createOnly());
    List<String> names = IntStream.range(0, 1_000).mapToObj(i -> "ltx/0/" + i).toList();

    assertThatThrownBy(() -> store.delete(names))
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining("storage.objects.delete")
        .hasMessageContaining("roles/storage.objectUser")
        .hasMessageContaining("gs://replicas/shop");
    assertThat(gcs.count(DELETE)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE, storage.objects.create, roles/storage.objectCreator",
    "LIST, storage.objects.list, roles/storage.objectViewer",
    "GET, storage.objects.get, roles/storage.objectViewer"
  })
  void aMissingPermissionIsNamedWithItsRole(GcsPermission missing, String id, String role) {
    Set<GcsPermission> others = EnumSet.allOf(GcsPermission.class);
    others.remove(missing);
    gcs.allow(others);

    assertThatThrownBy(
            () -> {
              switch (missing) {
                case CREATE -> create("content");
                case LIST -> store.list("", null);
                case GET -> store.stat(NAME);
                case DELETE -> throw new AssertionError("tested above");
              }
            })
        .isInstanceOf(StoreForbiddenException.class)
        .hasMessageContaining(id)
        .hasMessageContaining(role)
        .hasMessageContaining("\"replicas\"");
  }
}
