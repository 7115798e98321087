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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of an image, made by the steps that its Dockerfile runs.
 *
 * @param root the folder that is / in a container
 */
record ImageTree(Image image, Path root) {
  private static final Map<Image, ImageTree> BUILT = new EnumMap<>(Image.class);

  /** That of an image, built once in this JVM; skips the test where that cannot be. */
  static synchronized ImageTree of(Image image) throws InterruptedException {
    ImageTree built = BUILT.get(image);
    if (built == null) {
      built = build(image);
      BUILT.put(image, built);
    }
    return built;
  }

  private static ImageTree build(Image image) throws InterruptedException {
    requireNamespaces();
    String name = image.target();
    String jars = image == Image.SESERAGI ? "cli/target/lib" : "apps/" + name + "/target/lib";
    if (!Files.isDirectory(Shell.root().resolve(jars))) {
      Shell.skip("no image without jars: run ./mvnw verify, or package, and not test");
    }
    Path target = Shell.root().resolve("deploy/target");
    String script = Shell.root().resolve("deploy/image/build-tree.sh").toString();
    Path runtime = target.resolve("runtime");
    if (BUILT.isEmpty()) {
      Shell.run(script, "runtime", runtime.toString()).orFail();
    }
    Path tree = target.resolve("tree-" + name);
    Shell.run(Map.of("RUNTIME", runtime.toString()), List.of(script, "all", name, tree.toString()))
        .orFail();
    return new ImageTree(image, tree);
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

  /** What runs a command in these files as a container engine would. */
  List<String> contained(Path data, List<String> command) {
    List<String> all = new ArrayList<>();
    all.add(Shell.root().resolve("deploy/image/run-tree.sh").toString());
    all.addAll(List.of(root.toString(), data.toString()));
    all.addAll(command);
    return all;
  }

  /**
   * Starts the program as the image does.
   *
   * @param data becomes /data
   * @param words behind the ENTRYPOINT
   */
  ChildProcess start(Path data, Map<String, String> environment, String... words) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("LANG", "C.UTF-8");
    all.put("MALLOC_ARENA_MAX", "2");
    return Shell.start(all, contained(data, image.entryPoint(words)));
  }

  /** The bytes of all files. */
  long sizeBytes() throws IOException {
    long sum = 0;
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.toList()) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          sum += Files.size(file);
        }
      }
    }
    return sum;
  }

  /** Of names, rights, sizes and times of all files and folders. */
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
