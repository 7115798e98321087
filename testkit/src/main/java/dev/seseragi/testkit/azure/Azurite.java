package dev.seseragi.testkit.azure;

import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

  private static final String API_VERSION = "2021-12-02";
  private static final int CREATED = 201;

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
    } catch (IOException | UncheckedIOException e) {
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
    } catch (AssertionError e) {
      // Nobody answers: that is no fault of what is to be tested.
      throw new IOException("npm install does not end within " + INSTALL_WITHIN, e);
    }
  }

  /** Makes a container. */
  public void createContainer(String name) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    String resource = "/%s/%s".formatted(ACCOUNT, name);
    // "Authorize with Shared Key": a verb, eleven empty headers, those of x-ms, and the resource.
    String signed =
        "PUT%sx-ms-date:%s\nx-ms-version:%s\n/%s%s\nrestype:container"
            .formatted("\n".repeat(12), date, API_VERSION, ACCOUNT, resource);
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve(resource + "?restype=container"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .header("x-ms-date", date)
            .header("x-ms-version", API_VERSION)
            .header("Authorization", "SharedKey %s:%s".formatted(ACCOUNT, signature(signed)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != CREATED) {
        throw new IllegalStateException(
            "no container was made: %d %s".formatted(answer.statusCode(), answer.body()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("azurite does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a container was made", e);
    }
  }

  private static String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(ACCOUNT_KEY), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
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
