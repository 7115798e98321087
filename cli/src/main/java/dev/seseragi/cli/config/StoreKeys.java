package dev.seseragi.cli.config;

import static dev.seseragi.cli.stores.StoreType.ABS;
import static dev.seseragi.cli.stores.StoreType.GS;
import static dev.seseragi.cli.stores.StoreType.NATS;
import static dev.seseragi.cli.stores.StoreType.OSS;
import static dev.seseragi.cli.stores.StoreType.S3;
import static dev.seseragi.cli.stores.StoreType.SFTP;
import static dev.seseragi.cli.stores.StoreType.WEBDAV;

import dev.seseragi.cli.stores.StoreType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys that say how a store is reached, and which kinds of store each is for. */
final class StoreKeys {
  static final Map<String, List<StoreType>> TYPES_BY_KEY = new LinkedHashMap<>();

  static {
    add(List.of(S3, GS, ABS, NATS, OSS), "bucket");
    add(List.of(S3, OSS), "region", "access-key-id", "secret-access-key");
    add(List.of(S3, OSS), "part-size", "concurrency");
    add(List.of(S3, ABS, OSS), "endpoint");
    add(List.of(S3), "force-path-style", "sign-payload", "require-content-md5", "skip-verify");
    add(List.of(S3), "storage-class", "sse-customer-algorithm", "sse-customer-key");
    add(List.of(S3), "sse-customer-key-path", "sse-kms-key-id");
    add(List.of(ABS), "account-name", "account-key", "sas-token");
    add(List.of(SFTP), "host", "user", "key-path", "host-key", "concurrent-writes");
    add(List.of(SFTP, NATS), "password");
    add(List.of(WEBDAV), "webdav-url", "webdav-username", "webdav-password");
    add(List.of(NATS), "jwt", "seed", "creds", "nkey", "username", "token", "tls", "root-cas");
    add(List.of(NATS), "client-cert", "client-key", "max-reconnects", "reconnect-wait", "timeout");
  }

  private StoreKeys() {}

  private static void add(List<StoreType> types, String... keys) {
    for (String key : keys) {
      TYPES_BY_KEY.put(key, types);
    }
  }
}
