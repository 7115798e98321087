package dev.seseragi.bench.apps;

import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.s3.LocalS3;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How the users API keeps its commits. */
enum Keeping {
  ASYNC("async, to a directory", "async", Duration.ZERO),
  DURABLE("durable, to a directory", "durable", Duration.ZERO),
  FAR("durable, S3 50 ms away", "durable", Duration.ofMillis(50));

  private final String words;
  private final String mode;
  private final Duration distance;

  Keeping(String words, String mode, Duration distance) {
    this.words = words;
    this.mode = mode;
    this.distance = distance;
  }

  String words() {
    return words;
  }

  /** How far away its store is. */
  Duration distance() {
    return distance;
  }

  /** What the program is told; its replica is named as its folder is. */
  Map<String, String> environment(LocalS3 s3, Path folder) {
    Map<String, String> environment = new HashMap<>(s3.environment());
    environment.put("USERS_ACCESS_LOG", "errors");
    environment.put("SESERAGI_MODE", mode);
    environment.put(
        "SESERAGI_REPLICA_URL",
        distance.isZero()
            ? Program.url(folder.resolve("replica"))
            : s3.url(String.valueOf(folder.getFileName())));
    return environment;
  }
}
