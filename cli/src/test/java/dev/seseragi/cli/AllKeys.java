package dev.seseragi.cli;

import java.util.List;
import java.util.stream.Stream;

/** Every key that litestream.yml can have, by the facts about Litestream 0.5. */
public final class AllKeys {
  private static final List<String> TOP =
      List.of(
          "addr: ':9090'",
          "exec: myapp",
          "mcp-addr: ':3001'",
          "levels: [{interval: 30s}]",
          "snapshot: {interval: 24h, retention: 24h}",
          "l0-retention: 5m",
          "l0-retention-check-interval: 15s",
          "retention: {enabled: true}",
          "verify-compaction: false",
          "validation: {interval: 1h}",
          "shutdown-sync-timeout: 30s",
          "shutdown-sync-interval: 500ms",
          "heartbeat-url: http://127.0.0.1/",
          "heartbeat-interval: 5m",
          "socket: {enabled: false, path: /var/run/litestream.sock, permissions: 0600}",
          "logging: {level: INFO, type: text, stderr: false, source: false}");

  private static final List<String> DATABASE =
      List.of(
          "pattern: '*.db'",
          "recursive: false",
          "watch: false",
          "meta-path: /state",
          "meta-dir: /state",
          "monitor-interval: 1s",
          "checkpoint-interval: 1m",
          "busy-timeout: 1s",
          "min-checkpoint-page-count: 1000",
          "truncate-page-n: 121359",
          "max-sync-wal-bytes: 67108864",
          "restore-if-db-not-exists: false",
          "snapshot: {interval: 24h, retention: 24h}");

  private static final List<String> REPLICA =
      List.of(
          "name: x",
          "sync-interval: 1s",
          "validation-interval: 1h",
          "max-sync-ltx-files: 256",
          "auto-recover: false",
          "age: {identities: [x], recipients: [x]}",
          "bucket: b",
          "region: r",
          "endpoint: e",
          "access-key-id: a",
          "secret-access-key: s",
          "force-path-style: true",
          "sign-payload: true",
          "require-content-md5: true",
          "skip-verify: false",
          "storage-class: c",
          "part-size: 5MB",
          "concurrency: 5",
          "sse-customer-algorithm: AES256",
          "sse-customer-key: k",
          "sse-customer-key-path: /k",
          "sse-kms-key-id: i",
          "account-name: n",
          "account-key: k",
          "sas-token: t",
          "host: h",
          "user: u",
          "password: p",
          "key-path: /k",
          "host-key: k",
          "concurrent-writes: true",
          "webdav-url: http://127.0.0.1/",
          "webdav-username: u",
          "webdav-password: p",
          "jwt: j",
          "seed: s",
          "creds: c",
          "nkey: n",
          "username: u",
          "token: t",
          "tls: true",
          "root-cas: [c]",
          "client-cert: c",
          "client-key: k",
          "max-reconnects: 1",
          "reconnect-wait: 1s",
          "timeout: 1s");

  private AllKeys() {}

  /**
   * A line for each key of the top level; those of replicas that may stand there are among them.
   */
  public static Stream<String> topLines() {
    return Stream.concat(TOP.stream(), REPLICA.stream().filter(line -> !line.startsWith("name")));
  }

  /** A line for each key of a database. */
  public static Stream<String> databaseLines() {
    return DATABASE.stream();
  }

  /** A line for each key of a replica. */
  public static Stream<String> replicaLines() {
    return REPLICA.stream();
  }

  /** The keys alone; those of a map within as {@code map.key} where they are described so. */
  public static List<String> names() {
    Stream<String> simple =
        Stream.of(TOP, DATABASE, REPLICA)
            .flatMap(List::stream)
            .filter(line -> !line.contains("{") || line.startsWith("levels"))
            .map(line -> line.substring(0, line.indexOf(':')));
    Stream<String> others =
        Stream.of(
            "dbs",
            "path",
            "dir",
            "replica",
            "replicas",
            "url",
            "type",
            "snapshot.interval",
            "snapshot.retention",
            "retention.enabled",
            "validation.interval",
            "socket.enabled",
            "socket.path",
            "socket.permissions",
            "logging.level",
            "logging.type",
            "logging.stderr",
            "logging.source",
            "age.identities",
            "age.recipients",
            "seseragi",
            "shutdown-budget",
            "page-format",
            "verify-interval",
            "verify-folder");
    return Stream.concat(simple, others).distinct().toList();
  }
}
