package dev.seseragi.store.s3;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.testkit.s3.S3TestServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Stores as tests open them. */
final class TestStores {
  /** With these a request that is never answered ends soon. */
  static final RemoteLimits IMPATIENT =
      new RemoteLimits(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(6), 3);

  /** For tests in which nobody is silent on purpose, on machines that are busy. */
  static final RemoteLimits PATIENT =
      new RemoteLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20), 3);

  private static final Map<String, String> KEYS =
      Map.of(
          "AWS_ACCESS_KEY_ID", S3TestServer.ACCESS_KEY_ID,
          "AWS_SECRET_ACCESS_KEY", S3TestServer.SECRET_ACCESS_KEY);

  private TestStores() {}

  static ObjectStore open(String url) {
    return open(url, RemoteLimits.DEFAULT, Map.of());
  }

  static ObjectStore open(String url, RemoteLimits limits, Map<String, String> options) {
    return open(url, limits, options, Map.of());
  }

  static ObjectStore open(
      String url,
      RemoteLimits limits,
      Map<String, String> options,
      Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(KEYS);
    all.putAll(environment);
    return new S3Store(S3SettingsReader.read(new StoreAddress(url, options, all)), limits);
  }
}
