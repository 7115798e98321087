package dev.seseragi.deploy;

import java.nio.file.Files;
import java.nio.file.Path;

/** A Node with {@code node:sqlite}: the system's, or one that npm brings. */
final class Node {
  private static final String VERSION = "24.9.0";

  private Node() {}

  /** Its program; skips the test where there is none. */
  static Path find() throws InterruptedException {
    Path system = Path.of(System.getProperty("seseragi.node", "node"));
    if (hasSqlite(system)) {
      return system;
    }
    Path folder = Shell.root().resolve("deploy/target/node");
    String platform = "node-linux-" + (isArm() ? "arm64" : "x64");
    Path program = folder.resolve("node_modules/" + platform + "/bin/node");
    if (!Files.exists(program)) {
      Shell.Result result =
          Shell.run(
              "npm",
              "install",
              "--no-audit",
              "--no-fund",
              "--prefix",
              folder.toString(),
              platform + "@" + VERSION);
      if (result.exitCode() != 0) {
        Shell.skip("no Node with node:sqlite (22.13), and none by npm: " + result.output());
      }
    }
    if (!hasSqlite(program)) {
      Shell.skip("the Node that npm brought does not run here");
    }
    return program;
  }

  private static boolean isArm() {
    return System.getProperty("os.arch").equals("aarch64");
  }

  private static boolean hasSqlite(Path program) throws InterruptedException {
    return Shell.run(program.toString(), "-e", "require('node:sqlite')").exitCode() == 0;
  }
}
