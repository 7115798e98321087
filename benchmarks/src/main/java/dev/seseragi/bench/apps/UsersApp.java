package dev.seseragi.bench.apps;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Served;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the users API, and waits until it has answered a request for a user. */
final class UsersApp {
  /** In figures. */
  static final String NAME = "users-api";

  static final String RSS = "rss";

  private static final String USER = "/users/1";

  private UsersApp() {}

  /**
   * Starts it.
   *
   * @param environment besides the database and the port
   */
  static Served start(Lab lab, Path database, Map<String, String> environment) throws IOException {
    int port = Served.freePort();
    Map<String, String> all = new HashMap<>(environment);
    all.put("PORT", String.valueOf(port));
    Program program = new Program(NAME, List.of(launcher()), with(all, database), lab.logs());
    return Served.start(program, port, USER);
  }

  /** The same, keeping nothing, behind a proxy that replicates its database to a folder. */
  static Served startBehindProxy(Lab lab, Path database, Path replica) throws IOException {
    int port = Served.freePort();
    return Served.start(
        lab.ours().with(with(Map.of(), database)),
        port,
        USER,
        "run",
        "-proxy",
        port + ":" + Served.freePort(),
        database,
        Program.url(replica),
        "--",
        launcher());
  }

  private static String launcher() {
    Path launcher = Path.of(System.getProperty("seseragi.root", ""), "apps", "users-api", "run");
    return launcher.toAbsolutePath().toString();
  }

  private static Map<String, String> with(Map<String, String> environment, Path database) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("USERS_DB", database.toString());
    all.put("USERS_SEED", "true");
    return all;
  }
}
