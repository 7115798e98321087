package dev.seseragi.bench.restore;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.ReplicaFolder;
import dev.seseragi.bench.load.SampleDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/**
 * A replica of one database, written by Seseragi, as one whole copy. The reference restores the
 * very same files.
 *
 * @param name such as {@code 100 MB}
 * @param folder everything of this sample
 * @param replica the replica's folder
 * @param databaseBytes the size of the database
 */
record Sample(String name, Path folder, Path replica, long databaseBytes) {
  static Sample create(Lab lab, int megabytes)
      throws IOException, InterruptedException, SQLException {
    String name = megabytes >= 1_000 ? megabytes / 1_000 + " GB" : megabytes + " MB";
    lab.say("a database of %s".formatted(name));
    Path folder = lab.folder("restore-" + megabytes);
    Path database = folder.resolve("sample.db");
    SampleDatabase.create(database, megabytes * 1_000_000L);
    Path replica = folder.resolve("replica");
    lab.ours().replicateOnce(database, replica);
    long bytes = Files.size(database);
    Files.delete(database);
    lab.settleDisk();
    return new Sample(name, folder, replica, bytes);
  }

  /** The one segment of level 0. */
  Path segment() {
    Map<String, Long> segments = new ReplicaFolder(replica).segments();
    String base =
        segments.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElseThrow();
    return replica.resolve(base);
  }

  /** How large the replica is, in percent of the database. */
  String compressed() {
    return "LZ4 makes it %d %%"
        .formatted(Math.round(100.0 * new ReplicaFolder(replica).bytes() / databaseBytes));
  }
}
