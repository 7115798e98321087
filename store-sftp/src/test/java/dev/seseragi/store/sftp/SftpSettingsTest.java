package dev.seseragi.store.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreConfigurationException;
import dev.seseragi.store.StoreProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SftpSettingsTest {
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

  @ParameterizedTest
  @CsvSource({
    "sftp://u:p@h/srv/backup, h, 22, /srv/backup, /srv/backup/a",
    "sftp://u:p@h:2222/srv//backup/, h, 2222, /srv/backup, /srv/backup/a",
    "sftp://u:p@[::1]:23/x, ::1, 23, /x, /x/a",
    "sftp://u:p@h/, h, 22, /, /a",
    "sftp://u:p@h, h, 22, '', a",
    "sftp://u:p@h/~/back%20up/x, h, 22, back up/x, back up/x/a",
    "sftp://u:p@h/me@home/x, h, 22, /me@home/x, /me@home/x/a",
  })
  void aUrlSaysWhere(String url, String host, int port, String folder, String pathOfA) {
    SftpSettings settings = settings(url, Map.of());

    assertThat(settings.host()).isEqualTo(host);
    assertThat(settings.port()).isEqualTo(port);
    assertThat(settings.folder()).isEqualTo(folder);
    assertThat(settings.path("a")).isEqualTo(pathOfA);
    assertThat(settings.user()).isEqualTo("u");
    assertThat(settings.password()).contains("p");
    assertThat(settings.pipelinesWrites()).isTrue();
  }

  @Test
  void encodedLettersOfAPasswordAreDecoded() {
    assertThat(settings("sftp://a%40b:p%40s%2Fs:%3A@h/x", Map.of()).password()).contains("p@s/s::");
  }

  @Test
  void keysWinOverTheUrl() {
    Map<String, String> options =
        Map.of(
            "host", "other:2200",
            "user", "me",
            "password", "secret",
            "key-path", "/keys/id",
            "host-key", ED25519 + " comment",
            "concurrent-writes", "false");

    SftpSettings settings = settings("sftp://u:p@h/x", options);

    assertThat(settings.host()).isEqualTo("other");
    assertThat(settings.port()).isEqualTo(2200);
    assertThat(settings.user()).isEqualTo("me");
    assertThat(settings.password()).contains("secret");
    assertThat(settings.keyFile()).contains(Path.of("/keys/id"));
    assertThat(settings.hostKey()).contains(HostKeyLine.parse(ED25519));
    assertThat(settings.pipelinesWrites()).isFalse();
    assertThat(settings.knownHosts()).isEqualTo(Path.of("/home/u/.ssh/known_hosts"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sftp://u@h/x | concurrent-writes=true | key-path or password",
        "sftp://h/x | password=p | user",
        "sftp:///x | user=u,password=p | host",
        "sftp://u:p@h:99999/x | a=b | a: no key",
        "sftp://u:p@h:99999/x | user=u | 99999",
        "sftp://u:p@h:port/x | user=u | host",
        "sftp://u:p@h/x | host-key=nonsense | host-key",
        "sftp://u:p@h/x | host-key=ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0 | host-key",
        "sftp://u:p@h/x | concurrent-writes=maybe | concurrent-writes",
        "sftp://u:p@h/x?host-key=z | user=u | no ?options",
        "sftp://u:p%zz@h/x | user=u | %25",
      })
  void whatIsNotUnderstoodIsNamed(String url, String option, String named) {
    Map<String, String> options =
        Arrays.stream(option.split(",", -1))
            .collect(
                Collectors.toMap(
                    it -> it.substring(0, it.indexOf('=')),
                    it -> it.substring(it.indexOf('=') + 1)));

    assertThatThrownBy(() -> settings(url, options))
        .isInstanceOf(StoreConfigurationException.class)
        .hasMessageContaining(named);
  }

  @Test
  void noTextShowsThePassword() {
    SftpSettings settings = settings("sftp://u:s3cr3t@h:2222/x", Map.of());

    assertThat(settings.toString()).isEqualTo("sftp://u@h:2222/x");
    assertThatThrownBy(() -> settings("sftp://u:s3cr3t/@h/x", Map.of()))
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void itIsFoundByItsTypeAndOpensWithoutWaiting() {
    StoreProvider provider =
        ServiceLoader.load(StoreProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(it -> it.type().equals("sftp"))
            .findFirst()
            .orElseThrow();

    // A port at which nothing listens: only the first request says so.
    try (ObjectStore store = provider.open(address("sftp://u:p@127.0.0.1:1/x", Map.of()))) {
      assertThat(store.describe()).isEqualTo("sftp://u@127.0.0.1:1/x");
    }
  }

  private static SftpSettings settings(String url, Map<String, String> options) {
    return SftpSettings.of(address(url, options));
  }

  private static StoreAddress address(String url, Map<String, String> options) {
    return new StoreAddress(url, options, Map.of("HOME", "/home/u"));
  }
}
