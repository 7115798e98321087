package dev.seseragi.apps.pos;

import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Starts of the application that cost a third of the usual: from a cache of loaded classes, made by
 * a life of its own. The JVM makes such caches of archives alone, so folders of classes become
 * archives first.
 */
final class QuickStart {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final ChildJvm jvm;

  private QuickStart(ChildJvm jvm) {
    this.jvm = jvm;
  }

  /**
   * Trains.
   *
   * @param folder is left with the archives and the cache
   * @param environment of the life that the cache is made of
   */
  static QuickStart trained(Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    String classPath = archives(Files.createDirectories(folder));
    Path cache = folder.resolve("pos.aot");
    ChildJvm training =
        with(ChildJvm.running(CrashedPos.class, "train"), environment)
            .withClassPath(classPath)
            .withJvmOptions("-XX:AOTCacheOutput=" + cache);
    try (ChildProcess process = training.start()) {
      int code = process.awaitExit(LONG);
      if (code != 0 || !Files.exists(cache)) {
        throw new IllegalStateException(
            "no cache was made (exit code %d): %s".formatted(code, process.errorOutput()));
      }
    }
    return new QuickStart(
        ChildJvm.running(CrashedPos.class)
            .withClassPath(classPath)
            .withJvmOptions("-XX:AOTCache=" + cache));
  }

  ChildProcess start(Map<String, String> environment) {
    return with(jvm, environment).start();
  }

  private static ChildJvm with(ChildJvm jvm, Map<String, String> environment) {
    ChildJvm all = jvm;
    for (Map.Entry<String, String> one : environment.entrySet()) {
      all = all.withEnvironment(one.getKey(), one.getValue());
    }
    return all;
  }

  private static String archives(Path folder) throws IOException {
    List<String> entries = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    StringBuilder archives = new StringBuilder();
    for (int i = 0; i < entries.size(); i++) {
      Path entry = Path.of(entries.get(i));
      if (Files.isDirectory(entry)) {
        entry = archive(entry, folder.resolve(i + ".jar"));
      }
      if (Files.exists(entry)) {
        archives.append(archives.isEmpty() ? "" : File.pathSeparator).append(entry);
      }
    }
    return archives.toString();
  }

  private static Path archive(Path classes, Path archive) throws IOException {
    try (OutputStream file = Files.newOutputStream(archive);
        JarOutputStream jar = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      jar.setLevel(0);
      for (Path one : all.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new ZipEntry(classes.relativize(one).toString()));
        Files.copy(one, jar);
        jar.closeEntry();
      }
    }
    return archive;
  }
}
