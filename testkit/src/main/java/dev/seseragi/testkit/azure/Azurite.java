package dev.seseragi.testkit.azure;

import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An emulator of Azure Blob Storage on a free port of the loopback address, with everything in its
 * memory. Installed by npm, in one version, into the build's output; machines without node and npm
 * have none.
 */
public final class Azurite implements AutoCloseable {
  /** The only account, as the emulator's documentation has it. */
  public static final String ACCOUNT = "devstoreaccount1";

  /** Its key, which is no secret: every emulator has this one. */
  public static final String ACCOUNT_KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  /** Why a test was skipped for which {@link #start} has no server. */
  public static final String MISSING =
      "SKIPPED: azurite is not there: it needs node 20 and npm, and a package registry to install"
          + " from";

  /** The newest that runs on node 20. */
  private static final String VERSION = "3.35.0";

  private static final Duration INSTALL_WITHIN = Duration.ofMinutes(4);
  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final Pattern LISTENS = Pattern.compile(".*listens on (http://127.0.0.1:\\d+).*");

  private final ChildProcess process;
  private final URI uri;

  private Azurite(ChildProcess process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Starts one; says so on standard error, and returns empty, where that is not possible. */
  public static Optional<Azurite> start() {
    try {
      Path program = install();
      ChildProcess process =
          ChildProcess.start(
              "node",
              program.toString(),
              "--blobHost",
              "127.0.0.1",
              "--blobPort",
              "0",
              "--inMemoryPersistence",
              "--skipApiVersionCheck",
              "--disableTelemetry",
              "--silent");
      String line = process.awaitLine(START_WITHIN, it -> LISTENS.matcher(it).matches());
      Matcher listens = LISTENS.matcher(line);
      if (!listens.matches()) {
        throw new IllegalStateException("not the line that was waited for: " + line);
      }
      return Optional.of(new Azurite(process, URI.create(listens.group(1))));
    } catch (IOException e) {
      System.err.println(MISSING + " (" + e.getMessage() + ")");
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while azurite was starting", e);
    }
  }

  private static Path install() throws IOException, InterruptedException {
    Path folder =
        Files.createDirectories(
            Fixtures.repositoryRoot().resolve("target").resolve("azurite-" + VERSION));
    Path program = folder.resolve("node_modules/azurite/dist/src/blob/main.js");
    Path finished = folder.resolve("installed");
    // Two builds of the same tree must not install at the same time.
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = lock.lock()) {
      if (Files.notExists(finished)) {
        npmInstall(folder);
        Files.createFile(finished);
      }
    }
    return program;
  }

  private static void npmInstall(Path folder) throws IOException, InterruptedException {
    ChildProcess npm;
    try {
      npm =
          ChildProcess.start(
              "npm",
              "install",
              "--prefix",
              folder.toString(),
              "--no-audit",
              "--no-fund",
              "--ignore-scripts",
              "--omit=optional",
              "azurite@" + VERSION);
    } catch (UncheckedIOException e) {
      throw new IOException("there is no npm", e);
    }
    try (npm) {
      int exitCode = npm.awaitExit(INSTALL_WITHIN);
      if (exitCode != 0) {
        throw new IOException("npm install fails with " + exitCode + ": " + npm.errorOutput());
      }
    }
  }

  /** Where it listens, without the account's path. */
  public URI uri() {
    return uri;
  }

  /** The account's endpoint at the emulator, or at a proxy before it. */
  public static String endpoint(URI server) {
    return server + "/" + ACCOUNT;
  }

  @Override
  public void close() {
    process.close();
  }
}
