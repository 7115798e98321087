package dev.seseragi.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A shell in which {@code gcloud} is a script of ours: it remembers what was created, writes down
 * each call, and fails on command. Its state is one folder. For one thread.
 */
final class PlayedCloud {
  private static final long LIMIT_SECONDS = 60;

  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();

  PlayedCloud(Path folder) throws IOException {
    this.folder = folder;
    environment.put("STUB", folder.toString());
    environment.put("REGION", "europe-west3");
    environment.put("IMAGE_TAG", "v1");
    environment.put("GRANT_PAUSE_SECONDS", "0");
    play("gcloud");
    play("curl");
    play("terraform");
    write("account", "me@example.com\n");
    write("project", "my-project\n");
    write("access", "True enforced\n");
    write("failures", "");
    write("calls", "");
  }

  private void play(String command) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(command);
    try (InputStream script =
        Objects.requireNonNull(PlayedCloud.class.getResourceAsStream(command), command)) {
      Files.write(file, script.readAllBytes());
    }
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
  }

  /** Changes what the played commands know, or what they shall fail at. */
  PlayedCloud write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  PlayedCloud with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  PlayedCloud without(String variable) {
    environment.remove(variable);
    return this;
  }

  /** Runs deploy/cloudrun/deploy.sh. */
  Ended deploy(String... words) throws Exception {
    return run("deploy/cloudrun/deploy.sh " + String.join(" ", words), "");
  }

  /** Runs a script of bash at the root of the repository. */
  Ended run(String script, String input) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
            .directory(Shell.root().toFile())
            .redirectInput(write("input", input).folder.resolve("input").toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    String path = Objects.requireNonNull(System.getenv("PATH"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", folder.resolve("bin") + ":" + path);
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("did not end in " + LIMIT_SECONDS + " s: " + script);
      }
    } finally {
      process.destroyForcibly();
    }
    return new Ended(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  /** All calls of gcloud so far. */
  List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  /** Those that change something, and forgets all. */
  List<String> changes() throws IOException {
    List<String> changes = new ArrayList<>(calls());
    changes.removeIf(call -> call.matches("(auth|config) .*|.* (describe|get-iam-policy|list) .*"));
    write("calls", "");
    return changes;
  }

  String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** How a command ended. */
  record Ended(int exitCode, String output, String error) {}
}
