package dev.seseragi.store.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreConfigurationException;
import dev.seseragi.store.StoreProvider;
import dev.seseragi.store.azure.AzureSettings.Access;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AzureSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "abs://acc@con/a/b, a/b/",
    "abs://acc@con//a//b/, a/b/",
    "abs://acc@con, ''",
    "abs://acc@con/, ''",
    "abs://acc@con/a%20b, a b/",
  })
  void aUrlSaysWhere(String url, String prefix) {
    AzureSettings settings = settings(url, Map.of(), Map.of());

    assertThat(settings.account()).isEqualTo("acc");
    assertThat(settings.container()).isEqualTo("con");
    assertThat(settings.prefix()).isEqualTo(prefix);
    assertThat(settings.endpoint()).hasToString("https://acc.blob.core.windows.net");
    assertThat(settings.access())
        .isEqualTo(new Access.Identity(TokenSource.of(Map.of())))
        .hasToString("the managed identity");
  }

  @Test
  void keysWinOverTheUrlAndTheEnvironment() {
    Map<String, String> options =
        Map.of(
            "account-name", "other",
            "bucket", "bucket",
            "account-key", "a2V5",
            "endpoint", "localhost:10000/other/");
    Map<String, String> environment = Map.of("LITESTREAM_AZURE_ACCOUNT_KEY", "bm8=");

    AzureSettings settings = settings("abs://acc@con/x", options, environment);

    assertThat(settings.account()).isEqualTo("other");
    assertThat(settings.container()).isEqualTo("bucket");
    assertThat(settings.access()).isEqualTo(new Access.AccountKey("a2V5"));
    assertThat(settings.endpoint()).hasToString("https://localhost:10000/other");
  }

  @Test
  void secretsComeFromTheEnvironmentAndATokenWinsOverAKey() {
    Map<String, String> key = Map.of("LITESTREAM_AZURE_ACCOUNT_KEY", "a2V5");
    Map<String, String> both =
        Map.of("LITESTREAM_AZURE_ACCOUNT_KEY", "a2V5", "LITESTREAM_AZURE_SAS_TOKEN", "?sv=1&sig=2");

    assertThat(settings("abs://acc@con/x", Map.of(), key).access())
        .isEqualTo(new Access.AccountKey("a2V5"));
    assertThat(settings("abs://acc@con/x", Map.of(), both).access())
        .isEqualTo(new Access.SasToken("sv=1&sig=2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abs://con/x | endpoint=https://e | account-name",
        "abs://ACC@con/x | endpoint=https://e | account-name",
        "abs://acc:s3cr3t@con/x | endpoint=https://e | account-name",
        "abs://acc@/x | endpoint=https://e | bucket",
        "abs://acc@C_/x | endpoint=https://e | bucket",
        "abs://acc@con/x?a=b | endpoint=https://e | ?options",
        "abs://acc@con/x | endpoint=ftp://e | endpoint",
        "abs://acc@con/x | endpoint=https://a b | endpoint",
        "abs://acc@con/x | region=x | region: no key",
        "abs://acc@con/x | account-key=!s3cr3t! | account-key",
      })
  void whatIsNotUnderstoodIsNamed(String url, String option, String named) {
    Map<String, String> options =
        Arrays.stream(option.split(",", -1))
            .collect(
                Collectors.toMap(
                    it -> it.substring(0, it.indexOf('=')),
                    it -> it.substring(it.indexOf('=') + 1)));

    assertThatThrownBy(() -> settings(url, options, Map.of()))
        .isInstanceOf(StoreConfigurationException.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void noTextShowsASecret() {
    AzureSettings settings =
        settings(
            "abs://acc@con/x",
            Map.of("account-key", "c2VjcmV0", "sas-token", "sv=1&sig=c2VjcmV0"),
            Map.of());

    assertThat(settings.toString() + settings.access()).doesNotContain("c2VjcmV0");
  }

  @Test
  void aTimestampIsWhereLitestreamLooksForIt() {
    Instant time = Instant.parse("2026-11-21T07:53:37.800Z");

    assertThat(Timestamps.metadata(time))
        .containsExactly(Map.entry("litestreamtimestamp", "2026-11-21T07:53:37.8Z"));
    assertThat(Timestamps.of(Timestamps.metadata(time), null)).isEqualTo(time);
  }

  @Test
  void whereTheMetadataSayNothingTheServiceDoes() {
    OffsetDateTime received = OffsetDateTime.parse("2026-11-21T07:53:37Z");

    assertThat(Timestamps.of(null, received)).isEqualTo(received.toInstant());
    assertThat(Timestamps.of(Map.of("litestreamtimestamp", "yesterday"), received))
        .isEqualTo(received.toInstant());
  }

  @Test
  void itIsFoundByItsTypeAndOpensWithoutWaiting() {
    StoreProvider provider =
        ServiceLoader.load(StoreProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(it -> it.type().equals("abs"))
            .findFirst()
            .orElseThrow();
    StoreAddress address =
        new StoreAddress(
            "abs://acc@con/x",
            Map.of("account-key", "a2V5", "endpoint", "http://127.0.0.1:1"),
            Map.of());

    // A port at which nothing listens: only the first request says so.
    try (ObjectStore store = provider.open(address)) {
      assertThat(store.describe()).isEqualTo("abs://acc@con/x");
    }
  }

  private static AzureSettings settings(
      String url, Map<String, String> options, Map<String, String> environment) {
    return AzureSettings.of(new StoreAddress(url, options, environment));
  }
}
