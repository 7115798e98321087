package dev.seseragi.bench.pos;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Served;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the point of sale, and waits until it is ready. */
final class PosApp {
  /** In figures. */
  static final String NAME = "pos";

  private PosApp() {}

  private static Program program(Lab lab, Path database, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("POS_DB", database.toString());
    all.put("POS_ACCESS_LOG", "errors");
    Path launcher = Path.of(System.getProperty("seseragi.root", ""), "apps", "pos", "run");
    return new Program(NAME, List.of(launcher.toAbsolutePath().toString()), all, lab.logs());
  }

  /** Makes a database with the tables of the application, and nothing in them. */
  static void migrate(Lab lab, Path database) throws IOException, InterruptedException {
    var _ = program(lab, database, Map.of()).run("migrate");
  }

  /**
   * Starts it.
   *
   * @param environment besides the database and the port
   */
  static Served start(Lab lab, Path database, Map<String, String> environment) throws IOException {
    int port = Served.freePort();
    Map<String, String> all = new HashMap<>(environment);
    all.put("PORT", String.valueOf(port));
    return Served.start(program(lab, database, all), port, "/readyz", "serve");
  }
}
