package dev.seseragi.bench.replicate;

import dev.seseragi.bench.load.WriterDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Several small databases and the configuration file that replicates them. */
final class Fleet {
  private final Path folder;
  private final int count;

  private Fleet(Path folder, int count) {
    this.folder = folder;
    this.count = count;
  }

  /** Makes the databases, with one row each. */
  static Fleet create(Path folder, int count) throws SQLException {
    Fleet fleet = new Fleet(folder, count);
    for (Path database : fleet.databases()) {
      WriterDatabase.create(database);
      try (Connection connection = WriterDatabase.open(database, Writer.AUTOCHECKPOINT);
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO log(body) VALUES (x'00')")) {
        insert.executeUpdate();
      }
    }
    return fleet;
  }

  /** The databases of a fleet that exists. */
  static List<Path> databases(Path folder, int count) {
    return new Fleet(folder, count).databases();
  }

  List<Path> databases() {
    List<Path> databases = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      databases.add(folder.resolve("app-%03d.db".formatted(number)));
    }
    return databases;
  }

  /** Where the replicas of {@link #configuration(String)} are. */
  Path replica(String name, int number) {
    return folder.resolve(name).resolve("replica-%03d".formatted(number));
  }

  /** Writes a configuration with a folder for each replica. */
  Path configuration(String name) throws IOException {
    return configuration(name, number -> "file://" + replica(name, number));
  }

  /** Writes a configuration. */
  Path configuration(String name, IntFunction<String> url) throws IOException {
    StringBuilder yaml = new StringBuilder("dbs:\n");
    List<Path> databases = databases();
    for (int number = 0; number < count; number++) {
      yaml.append("  - path: ").append(databases.get(number)).append('\n');
      yaml.append("    replica:\n      url: ").append(url.apply(number)).append('\n');
    }
    return Files.writeString(folder.resolve(name + ".yml"), yaml);
  }
}
