package dev.seseragi.deploy;

import dev.seseragi.testkit.process.ChildProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of an image, made by the steps that its Dockerfile runs. */
final class ImageTree {
  private static final Map<String, ImageTree> BUILT = new HashMap<>();

  private final Path root;
  private final Path home;

  private ImageTree(Path root, Path home) {
    this.root = root;
    this.home = home;
  }

  /** That of an image, built once in this JVM; skips the test where that cannot be. */
  static synchronized ImageTree of(String name) throws InterruptedException {
    ImageTree built = BUILT.get(name);
    if (built == null) {
      built = build(name);
      BUILT.put(name, built);
    }
    return built;
  }

  private static ImageTree build(String name) throws InterruptedException {
    requireNamespaces();
    Path target = Shell.root().resolve("deploy/target");
    String script = Shell.root().resolve("deploy/image/build-tree.sh").toString();
    boolean isCommand = name.equals("seseragi");
    String jar = isCommand ? "cli/target/lib" : "apps/" + name + "/target/lib";
    if (!Files.isDirectory(Shell.root().resolve(jar))) {
      Shell.skip("no image without jars: run ./mvnw verify, or package, and not test");
    }
    Path runtime = target.resolve("runtime");
    if (BUILT.isEmpty()) {
      Shell.run(script, "runtime", runtime.toString()).orFail();
    }
    Path tree = target.resolve("tree-" + name);
    Shell.run(Map.of("RUNTIME", runtime.toString()), List.of(script, "all", name, tree.toString()))
        .orFail();
    return new ImageTree(tree, Path.of(isCommand ? "/opt/seseragi" : "/app"));
  }

  private static void requireNamespaces() throws InterruptedException {
    Shell.Result result =
        Shell.run(
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "--pid",
            "--fork",
            "mount",
            "-t",
            "tmpfs",
            "tmpfs",
            "/mnt");
    if (result.exitCode() != 0) {
      Shell.skip("this machine lets nobody make user and mount namespaces: " + result.output());
    }
  }

  Path root() {
    return root;
  }

  /** Where the program lies in the image. */
  Path home() {
    return home;
  }

  /** The command line of a program of the image, before its own words. */
  List<String> java(String... words) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("jre/bin/java").toString());
    command.addAll(Arrays.asList(words));
    return command;
  }

  /** What runs a program in these files as a container engine would. */
  List<String> contained(Path data, List<String> command) {
    List<String> all = new ArrayList<>();
    all.add(Shell.root().resolve("deploy/image/run-tree.sh").toString());
    all.addAll(List.of(root.toString(), data.toString()));
    all.addAll(command);
    return all;
  }

  /** Starts the program as the image does. */
  ChildProcess start(Path data, Map<String, String> environment, String... words) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("LANG", "C.UTF-8");
    all.put("MALLOC_ARENA_MAX", "2");
    return Shell.start(all, contained(data, java(words)));
  }

  /** The bytes of all files. */
  long sizeBytes() throws IOException {
    long sum = 0;
    for (Path file : files()) {
      sum += Files.size(file);
    }
    return sum;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  /** Names, times and sizes of all files and folders, and the content of the small ones. */
  String fingerprint() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path path : all.sorted().toList()) {
        String line =
            "%s %s %d %s%n"
                .formatted(
                    root.relativize(path),
                    Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS),
                    Files.isDirectory(path) ? 0 : Files.size(path),
                    Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return new BigInteger(1, digest.digest()).toString(16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
