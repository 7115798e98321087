package dev.seseragi.store.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreConfigurationException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GcsSettingsTest {
  private static GcsSettings of(String url) {
    return GcsSettings.of(new StoreAddress(url, Map.of(), Map.of()));
  }

  private static GcsSettings emulated(String host) {
    return GcsSettings.of(
        new StoreAddress("gs://b/x", Map.of(), Map.of("STORAGE_EMULATOR_HOST", host)));
  }

  @ParameterizedTest
  @CsvSource({
    "gs://my-bucket, ''",
    "gs://my-bucket/, ''",
    "gs://my-bucket/shop, shop/",
    "gs://my-bucket/shop/, shop/",
    "gs://my-bucket//a//b/./c/, a/b/c/",
    "gs://my-bucket/a%20b+c, a b+c/",
    "gs://my-bucket/100%, 100%/"
  })
  void thePathIsThePrefix(String url, String prefix) {
    assertThat(of(url).prefix()).isEqualTo(prefix);
    assertThat(of(url).bucket()).isEqualTo("my-bucket");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gs://",
        "gs:///shop",
        "gs://B/shop",
        "gs://ab",
        "gs://user@bucket/shop",
        "gs://bucket/a/../b",
        "gs://bucket/a%0Ab",
        "gs://bucket/shop?endpoint=x",
        "gs://bucket/shop#x",
        "s3://bucket/shop"
      })
  void anythingElseIsRefused(String url) {
    assertThatThrownBy(() -> of(url)).isInstanceOf(StoreConfigurationException.class);
  }

  @Test
  void aPrefixLeavesRoomForTheNames() {
    assertThat(of("gs://bucket/" + "x".repeat(511)).prefix()).hasSize(512);
    assertThatThrownBy(() -> of("gs://bucket/" + "x".repeat(512)))
        .isInstanceOf(StoreConfigurationException.class)
        .hasMessageContaining("path:");
  }

  @Test
  void anotherKeyIsRefusedByItsName() {
    StoreAddress address = new StoreAddress("gs://bucket/shop", Map.of("region", "x"), Map.of());

    assertThatThrownBy(() -> GcsSettings.of(address))
        .isInstanceOf(StoreConfigurationException.class)
        .hasMessageContaining("\"region\"");
  }

  @Test
  void theUrlKnowsTheBucketBetterThanADefaultForAll() {
    assertThat(
            GcsSettings.of(new StoreAddress("gs://mine/x", Map.of("bucket", "default"), Map.of()))
                .bucket())
        .isEqualTo("mine");
    assertThat(
            GcsSettings.of(new StoreAddress("gs:///x", Map.of("bucket", "default"), Map.of()))
                .bucket())
        .isEqualTo("default");
  }

  @Test
  void withoutAnEmulatorItIsGoogle() {
    assertThat(of("gs://bucket/x").endpoint())
        .isEqualTo(URI.create("https://storage.googleapis.com"));
    assertThat(of("gs://bucket/x").isEmulator()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:4443, http://localhost:4443",
    "http://localhost:4443, http://localhost:4443",
    "http://localhost:4443/, http://localhost:4443",
    "http://localhost:4443/storage/v1/, http://localhost:4443",
    "https://gcs.test, https://gcs.test"
  })
  void anEmulatorIsNamedWithOrWithoutItsScheme(String host, URI endpoint) {
    assertThat(emulated(host).endpoint()).isEqualTo(endpoint);
    assertThat(emulated(host).isEmulator()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "http://user:secret@host", "http://host/elsewhere", "a b"})
  void anEmulatorThatIsNoneIsRefusedWithoutShowingIt(String host) {
    assertThatThrownBy(() -> emulated(host))
        .isInstanceOf(StoreConfigurationException.class)
        .hasMessageContaining("STORAGE_EMULATOR_HOST")
        .hasMessageNotContaining("secret");
  }

  @Test
  void theKeyFileIsThatOfTheEnvironment() {
    StoreAddress address =
        new StoreAddress(
            "gs://bucket/x", Map.of(), Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/key.json"));

    assertThat(GcsSettings.of(address).keyFile()).contains(Path.of("/key.json"));
    assertThat(of("gs://bucket/x").keyFile()).isEmpty();
  }
}
